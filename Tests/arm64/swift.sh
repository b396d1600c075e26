#!/usr/bin/env bash
# A part of the Swift sources on arm64, under qemu: the formats, the oracle's double-doubles, the fast kernels' exp. The
# toolchain has no Swift library for Linux on arm64, but that of Embedded Swift, which has no types as values and no
# Codable. So what maps names to types is left out, and the rest, conversions, roundings, ordinals and arithmetic, is
# compiled as it stands, and must print what it prints on this machine.
#
#     swift.sh CLANG FOLDER
set -euo pipefail
clang=$1 out=$2
cd "$(dirname "$0")/../.."
swiftc=$(dirname "$clang")/swiftc
embedded=$(dirname "$clang")/../lib/swift/embedded/aarch64-none-none-elf
[ -d "$embedded" ] || { echo "swift: not run, the toolchain has no Embedded Swift for arm64"; exit 0; }

part=$out/formats
mkdir -p "$part"
sources=Sources/FloatingPointFormats
cp $sources/{BinaryFormat,Encoding,ForeignNames,IEEEFormat,Ordinal,OverflowRule,Rounding,SplitMix64}.swift "$part"
cp $sources/Formats/*.swift Tests/arm64/{formats,numbers}.swift "$part"
# Without what is for intervals and for the roots of gradients.
sed '/^extension Interval/,$d' Sources/Oracle/DoubleDouble.swift >"$part/DoubleDouble.swift"
sed '/^extension DerivativeRoot/,$d' Sources/Kernels/Recommended/FastLanes.swift >"$part/FastLanes.swift"
# The protocol without what follows it, and the names without their types.
sed '/^\/\/\/ The name of a floating-point format or of an integer type/,$d' $sources/StoredFormat.swift >"$part/StoredFormat.swift"
{
  sed -n '/^public enum FormatName/,/^$/p' $sources/FormatName.swift
  printf '}\n\npublic enum StoredName: Sendable, Hashable { case float(FormatName) }\n'
} >"$part/Names.swift"
# Neither Codable nor the texts that go with it.
sed -i -E 's/: String, CaseIterable, Codable,/: CaseIterable,/; s/^(  case [A-Za-z0-9]+) = "[a-z0-9_-]*"$/\1/' \
  "$part/Names.swift" "$part/Rounding.swift"

flags=(-c -O -wmo -swift-version 6 -parse-as-library -module-name FloatingPointFormats -package-name formats)
"$swiftc" "${flags[@]}" "$part"/*.swift -o "$out/formats.here.o"
"$clang" -c -O2 -ITests/arm64 Tests/arm64/formats.c -o "$out/formats.main.o"
"$swiftc" "$out/formats.main.o" "$out/formats.here.o" -o "$out/formats.here"
"$swiftc" "${flags[@]}" -enable-experimental-feature Embedded -target aarch64-none-none-elf "$part"/*.swift \
  -o "$out/formats.there.o"
"$clang" --target=aarch64-linux-gnu -fuse-ld=lld -static -O2 -ITests/arm64 Tests/arm64/formats.c "$out/formats.there.o" \
  "$embedded"/*.a -o "$out/formats.there"
"$out/formats.here" >"$out/formats.x86-64"
qemu-aarch64 "$out/formats.there" >"$out/formats.arm64"
if ! diff "$out/formats.x86-64" "$out/formats.arm64" >"$out/difference"; then
  echo "arm64: formats, double-doubles or exp in Swift: other than on x86-64 (<)" >&2
  head -n 10 "$out/difference" >&2
  exit 1
fi
echo "formats, double-doubles and exp in Swift: $(wc -l <"$out/formats.arm64") lines, the same on x86-64 and on arm64"
