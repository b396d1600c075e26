#!/usr/bin/env bash
# Times every built-in kernel as users build it, with FMA and F16C, beside the baseline build, into one file of
# JSON Lines. The program compares the outputs of both builds; this script looks into the machine code.
#
#   Tests/native_costs.sh [FILE]      SWIFT names the compiler, ROUNDS how often every kernel has its turn.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-Reports/costs.jsonl}
swift=${SWIFT:-swift}
rounds=${ROUNDS:-5}

# Swift takes its instruction sets from the C compiler inside it.
flags=()
if [ "$(uname -m)" = x86_64 ]; then
  flags=(-Xcc -march=x86-64-v3)
  if ! grep -qw fma /proc/cpuinfo || ! grep -qw f16c /proc/cpuinfo || ! grep -qw avx2 /proc/cpuinfo; then
    echo "this processor has no FMA, F16C and AVX2: costs are measured on one that has them" >&2
    exit 1
  fi
fi

"$swift" build -c release --product gelu-accuracy
"$swift" build -c release --product gelu-accuracy --scratch-path .build-native "${flags[@]}"
native=.build-native/release/gelu-accuracy
base=.build/release/gelu-accuracy

# Among the kernels only the conversion from float64 to float16 stays a call: no instruction of x86-64-v3 does it with
# one rounding.
if [ "$(uname -m)" = x86_64 ]; then
  objdump -d --no-show-raw-insn "$native" | awk '
    /^[0-9a-f]+ <.*>:$/ { isKernel = /7Kernels/ }
    !isKernel { next }
    /vfn?m(add|sub)[0-9]+[sp]/ { fused++ }
    /vcvtph2ps/ { widened++ }
    /vcvtps2ph/ { narrowed++ }
    /call.*<fmaf?@plt>/ { calls++ }
    /call.*<(__extendhfsf2|__truncsfhf2)/ { conversions++ }
    END {
      printf "in the kernels: %d fused multiply-adds, %d conversions from float16, %d to float16, ", \
        fused, widened, narrowed
      printf "%d calls of fma, %d of conversion routines\n", calls, conversions
      exit !(fused && widened && narrowed) || calls || conversions
    }' || { echo "$native does not use the instructions that it was built for" >&2; exit 1; }
fi

measured=$(mktemp)
trap 'rm -f "$measured"' EXIT
version=$("$swift" --version 2>/dev/null | head -1)
commit=$(git describe --always --dirty --abbrev=12 --exclude '*')
export GELU_ACCURACY_COMPILER="$version" GELU_ACCURACY_COMMIT="$commit"
common=(--rounds "$rounds")
"$base" costs "${common[@]}" --flags=none --json "$measured"
"$native" costs "${common[@]}" --flags="${flags[*]:-none}" --baseline "$measured" --json "$out"
echo "$out: $(($(wc -l < "$out") - 1)) kernels and formats, both builds equal to the bit"
