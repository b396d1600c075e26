#!/bin/sh
# An exhaustive float32 sweep in PARTS parts over the machines of a file, one a line as ssh takes them. They share no
# file system; each needs the same build of gelu-accuracy, and a login without a password:
#
#     ./sweep.sh erf 16 hosts.txt
#
# Each machine does its parts one after another, with all its processors, and each part comes back when it is done.
# The same command goes on after a failure: parts that came back are kept, and one that was cut short goes on from the
# file on its machine. FORMAT, INPUTS, DIR, GELU_ACCURACY and SSH may be set.
set -eu

kernel=$1 parts=$2 hosts=$3
format=${FORMAT:-float32} inputs=${INPUTS:-exhaustive}
dir=${DIR:-$kernel-parts}
mkdir -p "$dir"

# Which part, on which machine. What measure says goes to standard error, and the part alone comes back.
one() {
  file="gelu-accuracy-$kernel-$format-$1-of-$parts.json"
  ${SSH:-ssh -o BatchMode=yes} "$2" "${GELU_ACCURACY:-gelu-accuracy} measure '$kernel' --format '$format' \
    --inputs '$inputs' --shard '$1/$parts' --output '$file' >&2 && cat '$file'" </dev/null >"$dir/coming-$1" &&
    mv "$dir/coming-$1" "$dir/part-$1.json"
}

machines=$(grep -cv '^ *\(#\|$\)' "$hosts")
number=0
while read -r host; do
  case $host in "" | "#"*) continue ;; esac
  number=$((number + 1))
  (
    for part in $(seq "$number" "$machines" "$parts"); do
      [ -e "$dir/part-$part.json" ] || one "$part" "$host" ||
        echo "$host: part $part failed" >&2
    done
  ) &
done <"$hosts"
wait

missing=
set --
for part in $(seq "$parts"); do
  [ -e "$dir/part-$part.json" ] || missing="$missing $part"
  set -- "$@" "$dir/part-$part.json"
done
if [ -n "$missing" ]; then
  echo "of $parts parts these did not come back:$missing; the same command goes on" >&2
  exit 2
fi
${GELU_ACCURACY:-gelu-accuracy} merge "$@" --json "$kernel.json"
