import CMPFR
import Functions

extension Oracle {
  /// The exact value at x to so many significant digits, correctly rounded to nearest.
  ///
  /// `0`, `-0`, `inf` and `-inf` where it is that; a value beyond MPFR's range of exponents has its
  /// digits all the same (`FarTail`).
  /// - Throws: `OracleError` where 24,576 bits do not tell the last digit.
  public func decimal(at x: Double, digits: Int) throws -> String {
    guard !x.isNaN else { return "nan" }
    if x.isFinite, placement == .none {
      let exact = ExactReal(MPFloat(x, precision: 64))
      if let text = polynomialDecimal(at: exact, near: x, digits: digits) { return text }
    }
    let question =
      "\(digits) digits of \(function.name) (derivative \(derivative)) at \(x.hexFloat)"
    if x.isFinite, placement == .none,
      let text = try farDecimal(near: x, digits: digits, question, { Interval(x, precision: $0) })
    {
      return text
    }
    return try ziv(question) { enclosure(at: x, precision: $0).decimal(digits: digits) }
  }

  /// The exact value at an argument to so many significant digits, correctly rounded.
  public func decimal(at x: ExactInput, digits: Int) throws -> String {
    if x.isBinary64 { return try decimal(at: x.double, digits: digits) }
    let near = doubleOnBranch(of: x)
    if let text = polynomialDecimal(at: x.exact, near: near, digits: digits) { return text }
    let question =
      "\(digits) digits of \(function.name) (derivative \(derivative)) at \(x.text.inAMessage)"
    if let text = try farDecimal(near: x.double, digits: digits, question, x.interval(precision:)) {
      return text
    }
    let bounds = ExactBounds(self, x)
    return try ziv(question) { precision in
      let y = enclosure(at: x.interval(precision: precision), near: near)
      return y.decimal(digits: digits) ?? bounds?.decimal(y.interval, digits: digits)
    }
  }
}

/// The numbers that values at an argument lie strictly between, known exactly: where f(x) = x + f(−x) and
/// |f(x)| ≤ |x| the gate f(x)/x rises from 0 through 1/2 to 1, so that x/2 < f(x), and f(x) < x where x > 0.
/// Where x is a decimal and f(x) nearer to one of them than any precision shows, they tell the digits.
private struct ExactBounds {
  let half: ExactReal
  /// x itself; nil for a negative x.
  let whole: ExactReal?

  /// Nil where no such bounds are known.
  init?(_ oracle: Oracle, _ x: ExactInput) {
    guard oracle.isMirrored, oracle.isBoundedByInput, oracle.factor == 1 else {
      return nil
    }
    half = x.exact.half
    whole = x.exact.m.sign > 0 ? x.exact : nil
  }

  /// The decimal of all numbers that lie both in the interval and between the bounds, or nil.
  func decimal(_ y: Interval, digits: Int) -> String? {
    let low = [y.lo.decimal(digits: digits), half.decimal(digits: digits, beside: 1)]
    let high =
      [y.hi.decimal(digits: digits)]
      + (whole.map { [$0.decimal(digits: digits, beside: -1)] } ?? [])
    return low.first(where: high.contains)
  }
}

extension Enclosure {
  /// The decimal that every number in the enclosure rounds to, or nil.
  func decimal(digits: Int) -> String? {
    if let text = interval.decimal(digits: digits) { return text }
    guard isOpen, !interval.isPoint, interval.isFinite else { return nil }
    // An end that is a tie among decimals is not the value, which lies on the inner side of it.
    let a = interval.lo.decimal(digits: digits, beside: 1)
    return a == interval.hi.decimal(digits: digits, beside: -1) ? a : nil
  }
}

extension Interval {
  /// The decimal that every number in the interval rounds to, or nil.
  func decimal(digits: Int) -> String? {
    if lo.isZero && hi.isZero { return lo.hasNegativeSign ? "-0" : "0" }
    if isPoint && lo.isFinite { return lo.decimal(digits: digits).droppingTrailingZeros }
    if !lo.isFinite && isPoint { return lo.sign < 0 ? "-inf" : "inf" }
    // The saturated enclosure, (−2^−5120, −0) or nearer to zero, times a dy: only the sign is known.
    if hi.isZero && lo.exponentFloor < -4000 { return "-0" }
    if lo.isZero && hi.exponentFloor < -4000 { return "0" }
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
    let (text, power) = figures(digits, rounding)
    return decimalText(text, power: power + pointMoved)
  }

  /// What numbers just above this one (`side` 1), or just below it (−1), round to.
  func decimal(digits: Int, beside side: Int, pointMoved: Int = 0) -> String {
    let more = figures(digits + 1, MPFR_RNDD)
    let isTie = more.text.hasSuffix("5") && more == figures(digits + 1, MPFR_RNDU)
    let rounding = !isTie ? MPFR_RNDN : side < 0 ? MPFR_RNDD : MPFR_RNDU
    return decimal(digits: digits, rounding, pointMoved: pointMoved)
  }

  /// `-ddd…` and the power of ten of its first figure.
  /// - Precondition: a nonzero number.
  func figures(_ digits: Int, _ rounding: mpfr_rnd_t) -> (text: String, power: Int) {
    var exponent: mpfr_exp_t = 0
    let text: String = with {
      guard let c = mpfr_get_str(nil, &exponent, 10, digits, $0, rounding) else { return "?" }
      defer { mpfr_free_str(c) }
      return String(cString: c)
    }
    return (text, Int(exponent) - 1)
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
  return decimalText(signed, exponent: String(power))
}

/// `-ddd…` as `-d.ddd…e-xx`.
func decimalText(_ signed: String, exponent: String) -> String {
  let sign = signed.hasPrefix("-") ? "-" : ""
  let figures = signed.drop { $0 == "-" }
  let rest = figures.dropFirst()
  return "\(sign)\(figures.prefix(1))\(rest.isEmpty ? "" : "." + rest)e\(exponent)"
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
