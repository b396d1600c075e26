// The formats' own code, compiled for two processors: what encodings are, how doubles are rounded to them, and the
// arithmetic of bfloat16. `Tests/arm64/swift.sh` compiles this with a part of FloatingPointFormats.

@_silgen_name("line_add") func add(_ value: UInt64)
@_silgen_name("line_end") func endLine(_ what: UnsafePointer<UInt8>, _ first: UInt64)

/// All NaN are one.
private func addNumber(_ x: Double) { add(x.isNaN ? 0x7ff8_0000_0000_0000 : x.bitPattern) }
private func addEncoding<F: BinaryFormat>(_ x: F) { add(x.isNaNValue ? F.quietNaN.bits : x.bits) }

private let modes: [RoundingMode] = [.nearestEven, .towardZero, .up, .down]

/// What one encoding is, and that it comes back from its double.
private func describe<F: BinaryFormat>(_ x: F) {
  addNumber(x.double)
  let facts = [x.isNegative, x.isNaNValue, x.isFiniteValue, x.isZeroValue, x.isSubnormalValue]
  for fact in facts { add(fact ? 1 : 0) }
  add(x.position)
  guard !x.isNaNValue else { return }
  add(UInt64(bitPattern: Int64(x.ordinal)))
  addEncoding(x.next)
  addEncoding(x.previous)
  addEncoding(F(nearest: x.double))
}

/// A double in every rounding there is.
private func round<F: BinaryFormat>(_ x: Double, to _: F.Type) {
  addEncoding(F(nearest: x))
  for mode in modes { addEncoding(F(x, rounding: mode)) }
}

/// Any double, or one beside a value of the format or the midpoint of two, where rounding is decided.
private func double<F: BinaryFormat>(_: F.Type, _ random: inout SplitMix64) -> Double {
  let kind = random.next() % 4
  guard kind != 0 else { return Double(bitPattern: random.next()) }
  let a = F(bits: random.next())
  guard a.isFiniteValue else { return a.double }
  let whole = kind == 1 ? a.double : (a.double + a.next.double) / 2
  let steps = UInt64(bitPattern: Int64(random.next() % 3) - 1)
  return whole == 0 ? whole : Double(bitPattern: whole.bitPattern &+ steps)
}

private func format<F: BinaryFormat>(_: F.Type, _ name: StaticString) {
  var random = SplitMix64(seed: 7)
  let isSmall = F.width <= 16
  let count: UInt64 = isSmall ? 1 << UInt64(F.width) : 1 << 16
  for i in 0..<count { describe(F(bits: isSmall ? i : random.next())) }
  endLine(name.utf8Start, 0)
  for line in 0..<16 {
    for _ in 0..<20_000 { round(double(F.self, &random), to: F.self) }
    endLine(name.utf8Start, UInt64(line) + 1)
  }
}

private func arithmetic() {
  var random = SplitMix64(seed: 9)
  let name: StaticString = "bfloat16 + - * /"
  for line in 0..<16 {
    for _ in 0..<50_000 {
      let (a, b) = (BFloat16(bits: random.next()), BFloat16(bits: random.next()))
      addEncoding(a + b)
      addEncoding(a - b)
      addEncoding(a * b)
      addEncoding(a / b)
      add(a < b ? 1 : 0)
    }
    endLine(name.utf8Start, UInt64(line))
  }
}

@_cdecl("formats_main") public func main() {
  format(Float16.self, "float16")
  format(BFloat16.self, "bfloat16")
  format(Float.self, "float32")
  format(Double.self, "float64")
  format(Float8E4M3FN.self, "float8_e4m3fn")
  format(Saturating<Float8E4M3FN>.self, "float8_e4m3fn_sat")
  format(Float8E5M2.self, "float8_e5m2")
  format(Saturating<Float8E5M2>.self, "float8_e5m2_sat")
  arithmetic()
  numbers()
}
