import CMPFR
import Functions

/// The real number m·10^power, m being held exactly: binary and decimal arguments alike.
struct ExactReal {
  let m: MPFloat
  let power: Int

  init(_ m: MPFloat, power: Int = 0) {
    self.m = m
    self.power = power
  }

  static func * (x: ExactReal, c: DecimalConstant) -> ExactReal {
    let product = MPFloat(precision: x.m.precision + 64) { r in
      _ = x.m.with { mpfr_mul_si(r, $0, c.numerator, MPFR_RNDN) }
    }
    return ExactReal(product, power: x.power - c.places)
  }

  /// x/2, as 5·x/10.
  var half: ExactReal { self * DecimalConstant("0.5")! }

  /// Correctly rounded to so many digits, and without the zeros at their end.
  func decimal(digits: Int) -> String {
    m.decimal(digits: digits, pointMoved: power).droppingTrailingZeros
  }

  /// What numbers just above it (`side` 1), or just below it (−1), round to.
  func decimal(digits: Int, beside side: Int) -> String {
    m.isZero ? "0" : m.decimal(digits: digits, beside: side, pointMoved: power)
  }
}

extension Oracle {
  /// The digits of relu and leaky-relu, whose values are exact decimals: a tie among decimals, which
  /// no enclosure would settle, stays one.
  /// - Precondition: a piecewise linear function and a finite argument.
  func linearDecimal(at x: ExactReal, digits: Int) -> String {
    let dy = ExactReal(MPFloat(factor, precision: 64))
    let isLeaky = function.kind == .leakyReLU
    switch (derivative, x.m.sign) {
    case (0, 0...): return x.decimal(digits: digits)
    case (0, _): return isLeaky ? (x * function.slope).decimal(digits: digits) : "0"
    case (1, 1...): return dy.decimal(digits: digits)
    case (1, _): return isLeaky ? (dy * function.slope).decimal(digits: digits) : "0"
    default: return "0"
    }
  }
}

extension ExactInput {
  /// The argument itself.
  /// - Precondition: it is finite.
  var exact: ExactReal {
    guard !isBinary64 else { return ExactReal(MPFloat(double, precision: 64)) }
    // Four bits hold a digit of either base.
    let bits = 4 * text.utf8.count + 64
    guard !text.lowercased().contains("0x") else {
      return ExactReal(interval(precision: bits).lo)
    }
    let parts = text.lowercased().split(separator: "e")
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let figures = halves.joined()
    let integer = MPFloat(precision: bits) { p in
      _ = figures.withCString { mpfr_strtofr(p, $0, nil, 10, MPFR_RNDN) }
    }
    let written = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    return ExactReal(integer, power: written - (halves.count == 2 ? halves[1].utf8.count : 0))
  }
}
