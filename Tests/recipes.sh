#!/usr/bin/env bash
# The recipes of CONTRIBUTING.md, done word for word on a copy: its blocks go into the files that it names, and its
# commands are run; then what they are to lead to. All edits come first, so that one release build and one debug
# build serve the four. Python's packages come from PyPI unless they are there.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
git clone -q . "$scratch/copy"
cd "$scratch/copy"
if ! python3 -c 'import mpmath, ml_dtypes, numpy' 2>/dev/null; then
  python3 -m venv "$scratch/python"
  PATH="$scratch/python/bin:$PATH"
  python3 -m pip install -q mpmath ml_dtypes numpy
fi

# The first, or a later, block of a language in a recipe, without its indentation.
block() { # recipe, language, number
  awk -v recipe="## A $1" -v fence="\`\`\`$2" -v wanted="${3:-1}" '
    /^## / { here = $0 == recipe }
    { bare = $0; sub(/^ */, "", bare) }
    found && bare == "```" { closed = 1; exit }
    found { print substr($0, indent) }
    !found && here && bare == fence && ++n == wanted { found = 1; indent = index($0, "`") }
    END { exit !closed }' CONTRIBUTING.md
}

# Puts standard input behind the one line that begins with a text, indented as that line is.
insert() { # text, file
  TEXT="$(cat)" awk -v start="$1" '
    { print; bare = $0; sub(/^ */, "", bare) }
    index(bare, start) == 1 {
      printf "%s%s\n", substr($0, 1, length($0) - length(bare)), ENVIRON["TEXT"]; n++
    }
    END { exit (n != 1) }' "$2" > "$scratch/new"
  cp "$scratch/new" "$2"
}

# A kernel.
block kernel swift > Sources/Kernels/Formulas/Fresh.swift
block kernel swift 2 | insert '+ entries(SiLUStable.self)' Sources/Kernels/Catalogue/Catalogue+Entries.swift

# A function.
block function swift > Sources/Functions/LogSigmoid.swift
block function swift 2 | insert 'tabulated + [' Sources/Functions/Function.swift
# shellcheck disable=SC2016 # The backquotes are Markdown's.
block function markdown | insert '| `hardswish` |' Documentation/Definitions.md
{ printf '\n\n'; block function python; } >> Reference/Functions/functions.py

# A format.
block format swift > Sources/FloatingPointFormats/Formats/Float8E3M4.swift
names=Sources/FloatingPointFormats/FormatName.swift
block format swift 2 | insert 'case float8E5M2Saturating =' "$names"
block format swift 3 | insert 'case .float8E5M2Saturating:' "$names"

# A check.
block check swift > Tests/OracleTests/LogSigmoidTests.swift
faults=Tests/Mutants/mutants.json
count="$(grep -c '"id"' "$faults")"
last="$(grep -o '^ {"id": [0-9]*' "$faults" | tail -1 | grep -o '[0-9]*$')"
number=$((last + 1))
caught=$((count - $(grep -c '"equal"' "$faults")))
sed -i.old "s/^ {\"id\": $last,.*}$/&,/" "$faults"
block check json | sed "s/\"id\": N,/\"id\": $number,/" | insert "{\"id\": $last," "$faults"
for text in Tests/Mutants/README.md Documentation/Proof.md; do
  old="$count faults planted in the sources: $caught are caught"
  grep -q "$old" "$text"
  sed -i.old "s/$old/$((count + 1)) faults planted in the sources: $((caught + 1)) are caught/" "$text"
done
find . -name '*.old' -delete

# Runs a block of commands.
follow() { # recipe, number
  block "$1" sh "${2:-1}" | sed "s/--only N/--only $number/" > "$scratch/commands"
  echo "== A $1: $(cat "$scratch/commands")"
  bash -euo pipefail "$scratch/commands"
}

make lint
python3 Tests/Mutants/run.py --check
follow format
follow kernel
follow function
follow check | tee "$scratch/mutants"
grep -q '^1 of 1 faults caught' "$scratch/mutants"
# The fault's copy has all tests built already.
cd .build-mutants/tree
follow function 2
follow format 2
swift test --disable-xctest --filter 'theProseHasTheNumbers|everyFunctionHasItsDefinition'
cd "$scratch/copy"

program=.build/release/gelu-accuracy
"$program" list fresh | grep 'where it is in use'
for format in float16 bfloat16 float32 float64; do
  "$program" check Reference/Contracts/$format/fresh.json
done
grep -q 'x \* (1 - 1 / (1 + exp(x)))' Reports/kernels/fresh.md
grep -q 'kernels/fresh.md' Reports/README.md

"$program" oracle -3 --function logsigmoid | grep -F 'logsigmoid(-3) = -3.04858735157374205875892591985'
"$program" thresholds --function logsigmoid --format bfloat16 | grep 'rounds to 0 from  *93 '
cat > "$scratch/k.c" <<'END'
#include <math.h>
#include <stddef.h>
static double f(double x) { return x < 0 ? x - log1p(exp(x)) : -log1p(exp(-x)); }
void k(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = (float)f(x[i]);
}
END
cc -O2 -shared -fPIC -o "$scratch/libk.so" "$scratch/k.c" -lm
"$program" validate --library "$scratch/libk.so" --symbol k --format float32 --function logsigmoid \
  --inputs sample:1000 | tee "$scratch/score"
grep -q '(100.000 %)' "$scratch/score"
grep -q 'no NaN, infinity, wrong sign' "$scratch/score"
if grep 'special values wrong' "$scratch/score"; then exit 1; fi

"$program" oracle 3 --function gelu --format float8_e3m4 | grep 'float8_e3m4 .* 0x48'
"$program" measure erf --input-format float32 --format float8_e3m4 --inputs sample:1000
"$program" emit-inputs --format float8_e3m4 -o "$scratch/x.npy"
# The inputs as outputs: right at 112 numbers that are not negative, and at -0.
"$program" score --inputs "$scratch/x.npy" --outputs "$scratch/x.npy" --function relu \
  | grep '113 of 224 correctly rounded'
