#!/bin/sh
# Joins what sweep.sh left, in any order, to the score of the whole: KERNEL.json.
#SBATCH --job-name=gelu-merge
#SBATCH --time=00:05:00
set -eu

kernel=$1
dir=${DIR:-$kernel-parts}
missing=
set --
for part in $(seq "${PARTS:?the number of array tasks}"); do
  [ -e "$dir/part-$part.json" ] || missing="$missing${missing:+,}$part"
  set -- "$@" "$dir/part-$part.json"
done
if [ -n "$missing" ]; then
  echo "of $PARTS parts these are not in $dir: $missing; PARTS=$PARTS sbatch --array=$missing sweep.sh $kernel" >&2
  exit 2
fi
${GELU_ACCURACY:-gelu-accuracy} merge "$@" --json "$kernel.json"
