#!/usr/bin/env bash
# What can be checked of arm64 without such a machine: every C part is compiled for it, by Clang and by GCC, and run
# under qemu's user emulation. Its own tests must pass, and the drivers of Tests/arm64 must print what they print on
# this machine, byte for byte. So must the formats in Swift; other Swift is parsed for the target. About a minute.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(uname -m)" = x86_64 ] || { echo "arm64: compares with x86-64, and this is $(uname -m)" >&2; exit 2; }
if ! command -v qemu-aarch64 >/dev/null || ! command -v aarch64-linux-gnu-gcc >/dev/null ||
  ! [ -e /usr/aarch64-linux-gnu/include/stdio.h ]; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -q >/dev/null
  $sudo apt-get install -q -y gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user >/dev/null
fi
# Clang is what SwiftPM compiles the C parts with; that of the toolchain, as it has the linker for arm64 too.
toolchain=$(dirname "$(readlink -f "$(command -v "${SWIFT:-swift}")")")
clang=${CLANG:-$toolchain/clang}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
includes=(-IKernels -ITests/arm64 -ISources/CHotLoop)
for folder in Sources/C*/include; do includes+=("-I$folder"); done
flags=(-O2 -std=gnu11 -Wall -Wextra -Werror -Wno-unknown-pragmas -Wno-parentheses -ffp-contract=off)

# compile COMPILER OUTPUT FLAGS...
compile() {
  local compiler=$1 output=$2
  shift 2
  case $compiler in
  x86-64) "$clang" "${flags[@]}" "${includes[@]}" "$@" -o "$output" -lm ;;
  clang) "$clang" --target=aarch64-linux-gnu -fuse-ld=lld -static "${flags[@]}" "${includes[@]}" "$@" \
    -o "$output" -lm ;;
  gcc) aarch64-linux-gnu-gcc -static "${flags[@]}" "${includes[@]}" "$@" -o "$output" -lm ;;
  esac
}

sources() {
  case $1 in
  hot*) echo Sources/CHotLoop/*.c ;;
  digests) echo Sources/CDigests/*.c ;;
  environment) echo Sources/CEnvironment/*.c -frounding-math ;;
  foreign_kernel) echo Sources/{CForeignKernel,CEnvironment,CDigests}/*.c ;;
  esac
}

# Each driver, here and on arm64.
for driver in digests environment kernels hot hot_wide; do
  read -ra parts <<<"$(sources "$driver")"
  for compiler in x86-64 clang gcc; do
    compile "$compiler" "$out/$driver" ${parts[@]+"${parts[@]}"} "Tests/arm64/$driver.c"
    under=()
    [ "$compiler" = x86-64 ] || under=(qemu-aarch64)
    if ! ${under[@]+"${under[@]}"} "$out/$driver" >"$out/$driver.$compiler"; then
      echo "arm64: $driver, $compiler: failed" >&2
      tail -n 12 "$out/$driver.$compiler" >&2
      exit 1
    fi
    if ! diff "$out/$driver.x86-64" "$out/$driver.$compiler" >"$out/difference"; then
      echo "arm64: $driver, $compiler: other than on x86-64 (<)" >&2
      head -n 10 "$out/difference" >&2
      exit 1
    fi
  done
  echo "$driver: $(wc -l <"$out/$driver.gcc") lines, the same on x86-64 and on arm64 by Clang and by GCC"
done

# A difference is seen: products that are fused change last bits of the kernels in headers. That SwiftPM gives no such
# flag to the hot loops does not matter, since they say so themselves.
compile clang "$out/fused" -ffp-contract=fast Tests/arm64/kernels.c
if qemu-aarch64 "$out/fused" | diff -q "$out/kernels.x86-64" - >/dev/null; then
  echo "arm64: fused products in Kernels/gelu_fast.h change nothing: the comparison compares nothing" >&2
  exit 1
fi
for loop in Sources/CHotLoop/*.c; do
  compile clang "$out/$(basename "$loop" .c).o" -ffp-contract=on -Wno-unused-command-line-argument -c "$loop"
done
compile clang "$out/loops" "$out"/hot_*.o Tests/arm64/hot.c
qemu-aarch64 "$out/loops" | cmp - "$out/hot.x86-64"
echo "fused products are seen in the headers' kernels, and -ffp-contract=on changes no bit of the hot loops"

# What rests on libm differs; by how much is printed, and bounded.
compile x86-64 "$out/here" Tests/arm64/kernels.c
compile clang "$out/there" Tests/arm64/kernels.c
"$out/here" libm >"$out/libm.x86-64"
qemu-aarch64 "$out/there" libm >"$out/libm.arm64"
python3 Tests/arm64/compare_libm.py "$out/libm.x86-64" "$out/libm.arm64" 8

# What only arm64 has.
for compiler in clang gcc; do
  compile "$compiler" "$out/write_fault" Tests/arm64/write_fault.c
  qemu-aarch64 "$out/write_fault" >"$out/log" || { cat "$out/log" >&2; exit 1; }
done
echo "write_fault: a fault's direction is read from the signal's context"

# The tests of the C parts. One of their processes ends by a fault, which qemu tells too.
for test in hot_loops foreign_kernel; do
  read -ra parts <<<"$(sources "$test")"
  for compiler in clang gcc; do
    compile "$compiler" "$out/$test" -O1 -Wno-error "${parts[@]}" "Tests/Sanitizers/$test.c" 2>"$out/log" ||
      { cat "$out/log" >&2; exit 1; }
    qemu-aarch64 "$out/$test" 2>"$out/log" || { cat "$out/log" >&2; exit 1; }
  done
done

Tests/arm64/one_place.sh

Tests/arm64/swift.sh "$clang" "$out"

# The rest of Swift is parsed for arm64, with the branches of that processor, and not type-checked: no toolchain here
# has Swift's library for it.
find Sources Tests -name '*.swift' ! -path 'Tests/Sanitizers/*' -print0 |
  xargs -0 "$toolchain/swiftc" -frontend -parse -swift-version 6 \
    -disable-implicit-concurrency-module-import -disable-implicit-string-processing-module-import \
    -target aarch64-unknown-linux-gnu
echo "all Swift sources parse for aarch64-unknown-linux-gnu; what is compiled for it is named above"
