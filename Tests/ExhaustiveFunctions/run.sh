#!/usr/bin/env bash
# Scores the functions that have no built-in kernels, and their slopes, on all 2^32 float32 inputs: kernels in
# double must come out within 0.501 ulp with nothing lost, which holds the judging of every input to the system's
# libm. Beside the zero of mish' doubles cancel, and it may be off by 0.6. At 2^-149, hardswish lies beside a tie by
# less than doubles have, so that one result may be zero.
#
# Usage: run.sh PROGRAM [FUNCTION ...]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
program="$1"
shift
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(mish softplus hardswish elu tanh sigmoid erf erfc)

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cc -O2 -shared -fPIC -ffp-contract=off -o "$folder/libfunctions.so" "$here/functions.c" -lm
clean=nan_for_number=0,infinite_for_finite=0,number_for_nan=0,wrong_sign=0,flushed=0,broken_specials=0
failed=0
for name in "${names[@]}"; do
  symbol="$name"
  case "$name" in tanh | erf | erfc) symbol="${name}_" ;; esac
  bound=0.501
  lost=0
  [ "$name" != hardswish ] || lost=1
  "$program" validate --library "$folder/libfunctions.so" --symbol "$symbol" --function "$name" --format float32 \
    --inputs exhaustive --no-place --require "max_ulp=$bound,flushed_subnormal=$lost,$clean" || failed=1
  [ "$name" != mish ] || bound=0.6
  "$program" validate --library "$folder/libfunctions.so" --symbol "${symbol}_slope" --function "$name" \
    --derivative --format float32 --inputs exhaustive --no-place \
    --require "max_ulp=$bound,flushed_subnormal=0,$clean" || failed=1
done
exit $failed
