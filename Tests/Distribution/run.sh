#!/bin/sh
# Runs the commands of a file in this folder, and keeps what each prints in the folder `said`.
#     run.sh COMMANDS
mkdir said
number=0
while read -r status command; do
  case "$status" in "#" | "") continue ;; esac
  number=$((number + 1))
  {
    echo "$command"
    sh -c "$command" < /dev/null
    got=$?
    echo "exit $got"
    [ "$got" = "$status" ] || echo "$command: status $got, not $status" >> wrong
  } > "said/$number.out" 2> "said/$number.err"
done < "$1"
if [ -f wrong ]; then
  cat wrong >&2
  exit 1
fi
