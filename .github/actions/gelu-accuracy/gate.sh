#!/usr/bin/env bash
# Checks contracts, here and in the base branch, and compares the scores. Writes RESULTS/junit.xml, summary.md,
# comment.md, scores/ and base-scores/, appends to $GITHUB_STEP_SUMMARY, and ends with the status of the check:
# 0 all hold, 1 some are broken, 2 some could not be run.
#
# Reads CONTRACTS, MANIFEST, BASE, RATCHET, WORSE and RESULTS; action.yml says what each is.
set -euo pipefail

fail() { echo "::error::$*" >&2; exit 2; }

case ${WORSE:=report} in report | fail) ;; *) fail "worse: report or fail, not '$WORSE'" ;; esac
case ${RATCHET:=false} in true | false) ;; *) fail "ratchet: true or false, not '$RATCHET'" ;; esac
# Words, in lines or between spaces; a pattern stays as it is.
read -r -d '' -a contracts <<<"${CONTRACTS-}" || true
[ -n "${MANIFEST-}" ] || [ ${#contracts[@]} -gt 0 ] || fail "give contracts or a manifest"
mkdir -p "${RESULTS:=gelu-accuracy-results}"
results=$(cd "$RESULTS" && pwd)
rm -rf "$results"/{junit.xml,summary.md,comment.md,scores,base-scores}

what=(${contracts[@]+"${contracts[@]}"})
[ -z "${MANIFEST-}" ] || what+=(--manifest "$MANIFEST")
strict=()
[ "$RATCHET" = false ] || strict=(--ratchet)

status=0
gelu-accuracy check "${what[@]}" ${strict[@]+"${strict[@]}"} --scores "$results/scores" \
  --junit "$results/junit.xml" --markdown "$results/summary.md" || status=$?
[ "$status" -le 2 ] || fail "gelu-accuracy check ended with status $status"
case $status in
0) verdict=holds head="All kernels hold their contracts." ;;
1) verdict=broken head="**A kernel breaks its contract.**" ;;
2) verdict=failed head="**A kernel could not be run.**" ;;
esac

# A line of a list, with a name as code.
item() { printf -- "- \`%s\`: %s\n" "$1" "$2"; }

# One score and that of the base branch. Counts it in `worse`.
worse=0
compare() {
  local name=$1 a=$results/base-scores/$1.json b=$results/scores/$1.json table=$results/table.md came=0 open=
  [ -e "$a" ] || { item "$name" "not in the base branch, or not run there" && return; }
  ! cmp -s "$a" "$b" || { item "$name" "the same score" && return; }
  gelu-accuracy compare "$a" "$b" --markdown "$table" >/dev/null 2>"$results/compare.log" || came=$?
  [ "$came" -le 1 ] || { item "$name" "cannot be compared: $(head -n 1 "$results/compare.log")" && return; }
  [ "$came" = 0 ] || { worse=$((worse + 1)) && open=' open'; }
  printf '\n<details%s><summary><code>%s</code></summary>\n\n' "$open" "$name"
  # Where the files lie says nothing to who reads it.
  sed -e "s|$results/base-scores/|base: |g" -e "s|$results/scores/|head: |g" "$table"
  printf '\n</details>\n\n'
}

# The kernels of the base branch under its own contracts: what is broken there is no fault of the change.
compare_all() {
  local file name
  (cd "$BASE" && gelu-accuracy check "${what[@]}" --scores "$results/base-scores") >"$results/base.log" 2>&1 || true
  printf '\n### Against the base branch\n\n'
  for file in "$results"/scores/*.json; do
    [ ! -e "$file" ] || compare "$(basename "$file" .json)"
  done
  for file in "$results"/base-scores/*.json; do
    name=$(basename "$file" .json)
    [ ! -e "$file" ] || [ -e "$results/scores/$name.json" ] || item "$name" "in the base branch alone"
  done
}

{
  # By its first line the comment is found again.
  printf '<!-- gelu-accuracy -->\n## Accuracy\n\n%s\n\n' "$head"
  cat "$results/summary.md"
  [ -z "${BASE-}" ] || compare_all
} >"$results/comment.md"
rm -f "$results"/{base,compare}.log "$results/table.md"

[ -z "${GITHUB_STEP_SUMMARY-}" ] || cat "$results/comment.md" >>"$GITHUB_STEP_SUMMARY"
[ -z "${GITHUB_OUTPUT-}" ] || printf 'verdict=%s\nworse=%s\n' "$verdict" "$worse" >>"$GITHUB_OUTPUT"
[ "$worse" -eq 0 ] || echo "::warning::kernels that are worse than in the base branch: $worse"
[ "$status" -ne 0 ] || [ "$worse" -eq 0 ] || [ "$WORSE" = report ] || status=1
exit "$status"
