import Foundation

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

  /// The shortest decimal that reads back as the same value in this format.
  public var shortestDecimal: String {
    if isNaNValue { return "nan" }
    if isInfiniteValue { return isNegative ? "-inf" : "inf" }
    return decimalOfFinite
  }

  /// The fewest significant digits whose reading rounds back to this value; at most four for p = 8.
  ///
  /// At a power of two the interval that rounds to it reaches further out than in, so the decimal
  /// nearest to the value may miss it while the one nearest to its outer end does not.
  public var decimalOfFinite: String {
    let halfUnit = Double(
      sign: isNegative ? .minus : .plus,
      exponent: Self.ulpExponent(ofBinade: isZeroValue ? 0 : exponentFloor) - 1, significand: 1)
    for digits in 1...17 {
      for target in [double, double + halfUnit] {
        let text = String(format: "%.*g", digits, target)
        if let back = Double(text), Self(nearest: back).bitPattern == bitPattern { return text }
      }
    }
    return double.description
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
