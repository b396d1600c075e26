extension BinaryFormat {
  /// The value as a C99 hex float, `-0x1.8p+1`; `inf`, `-inf`, `nan` for the rest. Exact.
  public var hexFloat: String {
    if isNaNValue { return "nan" }
    if isInfiniteValue { return isNegative ? "-inf" : "inf" }
    let sign = isNegative ? "-" : ""
    guard !isZeroValue else { return sign + "0x0p+0" }
    let exponent = double.exponentFloor
    let fraction = (double.significandBits << 12)
    var digits = String(fraction, radix: 16)
    digits = String(repeating: "0", count: 16 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    let point = digits.isEmpty ? "" : "." + digits
    return "\(sign)0x1\(point)p\(exponent < 0 ? "-" : "+")\(abs(exponent))"
  }

  /// The shortest decimal that reads back to the same real number in binary64: -8.625, where -8.6 would do to
  /// find the bfloat16 again, but is another number. `inf`, `-inf`, `nan` for the rest.
  public var exactDecimal: String {
    if isNaNValue { return "nan" }
    let text = double.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Double {
  /// The 52 fraction bits of a normalised significand; a subnormal is normalised first.
  var significandBits: UInt64 {
    let m = magnitudeBits
    guard m >> 52 == 0 else { return m & (1 << 52 - 1) }
    return m << UInt64(m.leadingZeroBitCount - 11) & (1 << 52 - 1)
  }
}
