#!/usr/bin/env bash
# Makes the pages and pictures of the committed figures in a copy of Reports, and compares all bytes.
#     Tests/render-check.sh COMMAND
set -euo pipefail
command=$(realpath "$1")
cd "$(dirname "$0")/.."

copy=$(mktemp -d)
trap 'rm -r "$copy"' EXIT
cp -r Reports "$copy/Reports"
rm -r "$copy/Reports/kernels" "$copy/Reports/plots" "$copy/Reports/cost.md" "$copy/Reports/scores.csv"
"$command" render --output "$copy/Reports" > "$copy/pages"
if ! diff -rq Reports "$copy/Reports"; then
  echo "Reports is not what its figures give; run 'make render' and commit what it changes" >&2
  exit 1
fi
echo "$(wc -l < "$copy/pages") pages of Reports are what their figures give"
