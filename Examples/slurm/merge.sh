#!/bin/sh
# Joins what sweep.sh left, in any order, to the score of the whole: KERNEL.json.
#SBATCH --job-name=gelu-merge
#SBATCH --time=00:05:00
set -eu

kernel=$1
dir=${DIR:-$kernel-parts}
set -- "$dir"/part-*.json
if [ "$#" -ne "${PARTS:?the number of array tasks}" ]; then
  echo "$# of $PARTS parts in $dir: submit the missing array tasks again" >&2
  exit 2
fi
${GELU_ACCURACY:-gelu-accuracy} merge "$@" --json "$kernel.json"
