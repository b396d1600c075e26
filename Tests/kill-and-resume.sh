#!/usr/bin/env bash
# Kills an exhaustive float32 run at random moments with SIGKILL, goes on from its --resume file each time,
# and compares the final JSON with that of an undisturbed run, byte for byte. Nothing may be left beside
# the resume file.
#
#     Tests/kill-and-resume.sh [KILLS] [KERNEL]     default: 50 of quick
#
# GELU_ACCURACY names the program, SEED the moments.
set -euo pipefail

kills=${1:-50}
kernel=${2:-quick}
program=${GELU_ACCURACY:-.build/release/gelu-accuracy}
RANDOM=${SEED:-20240229}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
what=(measure "$kernel" --format float32 --inputs exhaustive)

start=$(date +%s%N)
"$program" "${what[@]}" --json "$folder/whole.json" >/dev/null
whole=$((($(date +%s%N) - start) / 1000000))
echo "undisturbed: $whole ms"

mkdir "$folder/kept"
done_kills=0 rounds=1 written=0
while [ "$done_kills" -lt "$kills" ]; do
  "$program" "${what[@]}" --resume "$folder/kept/run.json" --json "$folder/resumed.json" \
    >/dev/null 2>"$folder/complaints" &
  child=$!
  # Up to three seconds: before, at and after the first writes of what is done. A run that is done before
  # its moment starts anew.
  sleep "$(awk -v r="$RANDOM" -v w="$whole" 'BEGIN { printf "%.3f", 0.02 + r / 32768 * (w < 3000 ? w : 3000) / 1000 }')"
  if kill -9 "$child" 2>/dev/null; then
    wait "$child" 2>/dev/null || true
    done_kills=$((done_kills + 1))
    [ -s "$folder/kept/run.json" ] && written=$((written + 1))
  else
    wait "$child" || { cat "$folder/complaints" >&2; exit 1; }
  fi
  if [ -s "$folder/resumed.json" ]; then
    cmp "$folder/whole.json" "$folder/resumed.json"
    rm "$folder/resumed.json" "$folder/kept/run.json"
    rounds=$((rounds + 1))
  fi
done

"$program" "${what[@]}" --resume "$folder/kept/run.json" --json "$folder/resumed.json" >/dev/null
cmp "$folder/whole.json" "$folder/resumed.json"
left=$(ls -A "$folder/kept")
if [ "$left" != run.json ]; then
  echo "left beside the resume file: $left" >&2
  exit 1
fi
echo "$done_kills kills in $rounds runs, $written with a file to go on from: the same bytes, nothing left"
