#!/bin/sh
# One part of an exhaustive float32 sweep per array task, merged by a job that waits for all:
#
#     jobs=$(sbatch --parsable --array=1-16 sweep.sh erf)
#     sbatch --dependency=afterok:$jobs --export=ALL,PARTS=16 merge.sh erf
#
# The array starts at 1. A task that was killed or ran out of time goes on from its file when it is
# submitted again: PARTS=16 sbatch --array=7 sweep.sh erf. FORMAT, INPUTS, DIR, GELU_ACCURACY may be set.
#SBATCH --job-name=gelu-sweep
#SBATCH --cpus-per-task=8
#SBATCH --time=00:20:00
set -eu

kernel=$1
dir=${DIR:-$kernel-parts}
part=$SLURM_ARRAY_TASK_ID
parts=${PARTS:-$SLURM_ARRAY_TASK_COUNT}

mkdir -p "$dir"
${GELU_ACCURACY:-gelu-accuracy} measure "$kernel" --format "${FORMAT:-float32}" \
  --inputs "${INPUTS:-exhaustive}" --threads "${SLURM_CPUS_PER_TASK:-1}" \
  --shard "$part/$parts" --output "$dir/part-$part.json"
