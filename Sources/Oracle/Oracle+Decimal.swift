import CMPFR

extension Oracle {
  /// The exact value at x to so many significant digits, correctly rounded to nearest.
  ///
  /// `0`, `-0`, `inf` and `-inf` where it is that; a value under 2^−5000 below −65536 whose digits
  /// MPFR's exponent range cannot hold prints as `-0`.
  public func decimal(at x: Double, digits: Int) throws -> String {
    guard !x.isNaN else { return "nan" }
    if function.isPiecewiseLinear, x.isFinite {
      return linearDecimal(at: ExactReal(MPFloat(x, precision: 64)), digits: digits)
    }
    return try ziv(at: x, "\(digits) digits") { $0.interval.decimal(digits: digits) }
  }
}

extension Oracle {
  /// The exact value at an argument to so many significant digits, correctly rounded.
  public func decimal(at x: ExactInput, digits: Int) throws -> String {
    if x.isBinary64 { return try decimal(at: x.double, digits: digits) }
    if function.isPiecewiseLinear { return linearDecimal(at: x.exact, digits: digits) }
    return try ziv("\(digits) digits of \(function.name) at \(x.text)") { precision in
      enclosure(at: x.interval(precision: precision), near: x.double).interval
        .decimal(digits: digits)
    }
  }
}

extension Interval {
  /// The decimal that every number in the interval rounds to, or nil.
  func decimal(digits: Int) -> String? {
    if lo.isZero && hi.isZero { return lo.hasNegativeSign ? "-0" : "0" }
    if isPoint && lo.isFinite { return lo.decimal(digits: digits).droppingTrailingZeros }
    if !lo.isFinite && isPoint { return lo.sign < 0 ? "-inf" : "inf" }
    // The saturated enclosure (−2^−5000, −0): nothing but the sign is known.
    if hi.isZero && lo.exponentFloor <= -5000 { return "-0" }
    let a = lo.decimal(digits: digits)
    return a == hi.decimal(digits: digits) ? a : nil
  }
}

extension MPFloat {
  /// `-d.ddd…e-xx`, or without an exponent where it would lie in −5 … 20; the decimal point is moved
  /// by `pointMoved` places.
  func decimal(
    digits: Int, _ rounding: mpfr_rnd_t = MPFR_RNDN, pointMoved: Int = 0
  ) -> String {
    guard !isZero else { return hasNegativeSign ? "-0" : "0" }
    var exponent: mpfr_exp_t = 0
    let text: String = with {
      guard let c = mpfr_get_str(nil, &exponent, 10, digits, $0, rounding) else { return "?" }
      defer { mpfr_free_str(c) }
      return String(cString: c)
    }
    return decimalText(text, power: Int(exponent) - 1 + pointMoved)
  }
}

/// `-ddd…` laid out as a decimal: `-d.ddd…e-xx`, or without an exponent where it would lie in −5 … 20.
func decimalText(_ signed: String, power: Int) -> String {
  let sign = signed.hasPrefix("-") ? "-" : ""
  let figures = signed.drop { $0 == "-" }
  if (-5..<0).contains(power) {
    return sign + "0." + String(repeating: "0", count: -power - 1) + figures
  }
  if (0..<min(20, figures.count)).contains(power) {
    let point = figures.index(figures.startIndex, offsetBy: power + 1)
    let fraction = figures[point...]
    return sign + figures[..<point] + (fraction.isEmpty ? "" : "." + fraction)
  }
  let rest = figures.dropFirst()
  return "\(sign)\(figures.prefix(1))\(rest.isEmpty ? "" : "." + rest)e\(power)"
}

extension String {
  /// `2.5000` as `2.5`, `3.000e20` as `3e20`: for values that are exact.
  var droppingTrailingZeros: String {
    let parts = split(separator: "e", maxSplits: 1)
    guard parts[0].contains(".") else { return self }
    var figures = parts[0]
    while figures.last == "0" { figures.removeLast() }
    if figures.last == "." { figures.removeLast() }
    return figures + (parts.count == 2 ? "e" + parts[1] : "")
  }
}
