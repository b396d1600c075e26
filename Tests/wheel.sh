#!/usr/bin/env bash
# The wheel in a bare Debian 12 with Python alone: no Swift, no MPFR, no compiler. Installs it with numpy in a new
# environment and scores, with the seconds that each step takes.
#
#     Tests/wheel.sh .build-dist
set -euo pipefail
folder=$(realpath "${1:?the folder that make wheel filled}")
cd "$(dirname "$0")/.."
fail() { echo "wheel: $*" >&2; exit 1; }
wheel=$(ls "$folder"/wheels/*.whl) || fail "no wheel in $folder/wheels: run make wheel first"
# shellcheck source=Tests/Distribution/bare_root.sh
. Tests/Distribution/bare_root.sh

inside sh -c 'apt-get update -q && apt-get install -q -y --no-install-recommends python3-venv' >"$work/log" 2>&1 ||
  { tail -n 5 "$work/log" >&2; fail "python3-venv"; }
for tool in swift swiftc cc gcc clang; do
  ! inside sh -c "command -v $tool" >/dev/null || fail "$tool is there"
done
! inside sh -c 'ls /usr/lib/*/libmpfr*' >/dev/null 2>&1 || fail "MPFR is there"

mkdir "$root/wheels"
cp "$wheel" "$root/wheels"
version=$(inside python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
python3 -m pip download -q --only-binary :all: --no-deps --python-version "$version" -d "$root/wheels" numpy

step() { # what, command
  local start end
  start=$(date +%s.%N)
  inside "${@:2}" >"$work/out" 2>&1 || { tail -n 20 "$work/out" >&2; fail "$1"; }
  end=$(date +%s.%N)
  awk -v a="$start" -v b="$end" -v what="$1" 'BEGIN { printf "wheel: %s: %.1f s\n", what, b - a }'
}
step "a new environment" python3 -m venv /new
step "pip install" /new/bin/pip install -q --no-index --find-links /wheels gelu-accuracy
cat >"$root/score.py" <<'PYTHON'
import math, numpy, gelu_accuracy
from numpy import vectorize
erf = vectorize(math.erf, otypes=[numpy.float32])
print(gelu_accuracy.score(lambda x: (x / 2 * (1 + erf(x / math.sqrt(2)))).astype(x.dtype), "float16"))
PYTHON
step "score numpy's erf form in float16" /new/bin/python /score.py
grep -q 'float16 against gelu, 65536 inputs (exhaustive)' "$work/out" || fail "the score is not there"
grep -q 'correctly rounded' "$work/out" || fail "the score says nothing"
head -n 5 "$work/out"
