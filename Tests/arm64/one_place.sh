#!/usr/bin/env bash
# What belongs to one processor stands in few files, and each of them has a branch for arm64.
set -euo pipefail
cd "$(dirname "$0")/../.."

processor='__x86_64__|__i386__|__aarch64__|_mm_|immintrin\.h|xmmintrin\.h|x86intrin\.h|cpuid|getcsr|setcsr'
processor+='|__builtin_cpu_|__builtin_ia32|__asm__|target_clones|fpcr|__float128|long double|__int128'
processor+='|arch\((x86_64|i386|arm64)\)|Float80|_Float16'
# File, and what of it belongs to the processor.
known='Sources/CBuild/older_glibc.c
Sources/CEnvironment/compiled_for.c
Sources/CEnvironment/environment.c
Sources/CForeignKernel/calls.c
Sources/CForeignKernel/faults.c
Sources/CHotLoop/hot_float64.c
Sources/CHotLoop/hot_parts.h
Sources/gelu-accuracy/Shared/Version.swift'
known=$(for file in $known; do [ ! -e "$file" ] || echo "$file"; done)

# Without comments and strings, which may speak of any processor.
# shellcheck disable=SC2016
found=$(find Sources Kernels Examples \( -name '*.c' -o -name '*.h' -o -name '*.cpp' -o -name '*.swift' \) ! -path '*/.build/*' -print0 |
  sort -z | xargs -0 awk -v pattern="$processor" '
    { line = $0; sub(/\/\/.*/, "", line); gsub(/"[^"]*"/, "", line) }
    line ~ pattern { print FILENAME }' | uniq)
if ! diff <(echo "$known") <(echo "$found"); then
  echo "arm64: files with code for one processor (>) are not those that are known (<)" >&2
  exit 1
fi
for file in $known; do
  case $file in
  # One asks for a _Float16 and leaves itself out without; the other is plain code but on Linux on x86-64.
  */calls.c) grep -q '#ifdef __FLT16_MAX__' "$file" ;;
  */hot_parts.h) grep -q '^#elif !defined(CLONED)' "$file" ;;
  # Without it the program asks for a newer glibc, and for nothing else.
  */older_glibc.c) grep -q 'defined(__GLIBC__)' "$file" ;;
  *.swift) grep -q 'arch(arm64)' "$file" ;;
  *) grep -q 'defined(__aarch64__)' "$file" ;;
  esac || { echo "arm64: $file has no branch for it" >&2; exit 1; }
done
echo "code for one processor stands in $(echo "$known" | wc -l) files, and each has a branch for arm64, or needs none"
