#!/bin/sh
# An exhaustive float32 sweep in PARTS parts over the machines of a file, one a line as GNU parallel's
# --sshloginfile takes them (":" is this one), on a file system that they share:
#
#     ./sweep.sh erf 16 hosts.txt
#
# Parts that are done are kept: the same command goes on after a failure.
set -eu

kernel=$1 parts=$2
dir=${DIR:-$kernel-parts}
mkdir -p "$dir"
status=0
# $3 is left out where it is not given.
parallel --halt now,fail=1 --workdir . ${3:+--sshloginfile "$3"} --jobs 1 \
  "${GELU_ACCURACY:-gelu-accuracy}" measure "$kernel" --format "${FORMAT:-float32}" \
  --inputs "${INPUTS:-exhaustive}" --shard "{}/$parts" --output "$dir/part-{}.json" \
  ::: $(seq "$parts") || status=$?
set --
for part in $(seq "$parts"); do
  [ -e "$dir/part-$part.json" ] || echo "part $part of $parts is not in $dir" >&2
  set -- "$@" "$dir/part-$part.json"
done
[ "$status" -eq 0 ] || exit "$status"
"${GELU_ACCURACY:-gelu-accuracy}" merge "$@" --json "$kernel.json"
