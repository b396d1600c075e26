#!/usr/bin/env bash
# The recipe for a kernel in CONTRIBUTING.md, done on a copy: its code, its list entry, its make target; then what
# they are to lead to.
set -euo pipefail
cd "$(dirname "$0")/.."

copy="$(mktemp -d)/copy"
trap 'rm -rf "$(dirname "$copy")"' EXIT
git clone -q . "$copy"
cd "$copy"

awk '/```swift/ { on = 1; next } /```/ { on = 0 } on' CONTRIBUTING.md > Sources/Kernels/Formulas/Fresh.swift
grep -q 'enum Fresh: Formula' Sources/Kernels/Formulas/Fresh.swift
list=Sources/Kernels/Catalogue/Catalogue+Entries.swift
sed -i.old 's/^\( *\)+ entries(SiLUStable.self)$/&\n\1+ entries(Fresh.self)/' "$list"
rm "$list.old"
grep -q 'entries(Fresh.self)' "$list"

make kernel NAME=fresh
program=.build/release/gelu-accuracy
"$program" list fresh | grep -q 'where it is in use'
for format in float16 bfloat16 float32 float64; do
  "$program" check Reference/Contracts/$format/fresh.json
done
grep -q 'x \* (1 - 1 / (1 + exp(x)))' Reports/kernels/fresh.md
grep -q 'kernels/fresh.md' Reports/README.md
