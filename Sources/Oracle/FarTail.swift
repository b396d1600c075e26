import CMPFR
import Functions

/// A value y·10^power that may be nearer to zero than MPFR's range of exponents reaches: what the far
/// left of a function comes to, gelu(−2^33) being about −1e−16000000000000000000.
///
/// There G = exp(z)·h, z the exponent of the gate and h of ordinary size, so that
/// y = exp(z − power·ln 10)·h is ordinary too.
struct FarTail {
  let y: Interval
  /// An integer.
  let power: MPFloat

  /// Exponents of two beyond which no digits are told.
  static let widest = 1 << 14

  /// - Parameters:
  ///   - point: the argument, enclosed at a precision.
  ///   - precision: the bits that y is to have, about.
  /// - Precondition: a smooth function, its value or first derivative, at a number far below −65536.
  /// - Returns: nil for an argument so large that z has more than `widest` bits.
  init?(_ oracle: Oracle, precision: Int, at point: (Int) -> Interval) {
    let definition = oracle.function.definition
    guard let size = definition.exponent(point(64))?.lo.exponentFloor, size <= FarTail.widest else {
      return nil
    }
    let x = point(precision + size + 64)
    guard let z = definition.exponent(x) else { return nil }
    let ten = Interval.logarithmOfTen(x.precision)
    power = MPFloat(precision: x.precision) { p in
      _ = (z / ten).lo.with { mpfr_rint(p, $0, MPFR_RNDN) }
    }
    let rest = (z - Interval(lo: power, hi: power) * ten).exp()
    y = rest * oracle.tailFactor(x) * Interval(oracle.factor, precision: x.precision)
  }

  /// The decimal of that many digits, or nil where y does not tell it.
  func decimal(digits: Int) -> String? {
    let a = y.lo.figures(digits, MPFR_RNDN)
    guard a == y.hi.figures(digits, MPFR_RNDN) else { return nil }
    let exponent = MPFloat(precision: power.precision + 64) { p in
      _ = power.with { mpfr_add_si(p, $0, a.power, MPFR_RNDN) }
    }
    let (whole, last) = exponent.figures(power.precision / 3 + 2, MPFR_RNDN)
    let sign = whole.hasPrefix("-") ? 1 : 0
    return decimalText(a.text, exponent: String(whole.prefix(last + 1 + sign)))
  }
}

extension Interval {
  static func logarithmOfTen(_ precision: Int) -> Interval {
    Interval(
      lo: MPFloat(precision: precision) { mpfr_log_ui($0, 10, MPFR_RNDD) },
      hi: MPFloat(precision: precision) { mpfr_log_ui($0, 10, MPFR_RNDU) })
  }
}

extension Oracle {
  /// h in G = exp(z)·h, with t = −x and S = t·√(2π)·exp(t²/2)·Φ(−t):
  ///
  ///     gelu:      x·Φ(x) = exp(z)·(−S/√(2π)),  its derivative exp(z)·(S/t − t)/√(2π);
  ///     logistic:  x·g = exp(z)·x·q,  its derivative exp(z)·q·(1 + x·z′·q),
  ///
  /// where q = 1/(1 + exp(z)) = 1 − g is below 1 by less than one bit of the working precision.
  fileprivate func tailFactor(_ x: Interval) -> Interval {
    let one = x.constant(.integer(1))
    guard let logistic = function.definition.logistic else {
      let s = x.millsSeries()
      let scaled = derivative == 0 ? -s : x - s / x
      return scaled * x.constant(.sqrtTwoOverPi).scaled(by: -1)
    }
    let below = MPFloat(precision: x.precision) { p in
      mpfr_set_si(p, 1, MPFR_RNDN)
      mpfr_nextbelow(p)
    }
    let q = Interval(lo: below, hi: one.lo)
    return derivative == 0 ? x * q : q * (one + x * logistic.exponentSlope(x) * q)
  }

  /// The digits of a value that MPFR has no exponent for; nil where it has, or the value is not in
  /// the far tail.
  func farDecimal(
    near x: Double, digits: Int, _ question: String, _ point: (Int) -> Interval
  ) throws -> String? {
    guard x < -Oracle.saturationEdge, derivative <= 1 else { return nil }
    MPFloat.widenExponents()
    let y = enclosure(at: point(64), near: x).interval
    guard y.lo.isZero || y.hi.isZero, FarTail(self, precision: 64, at: point) != nil else {
      return nil
    }
    return try ziv(question) {
      FarTail(self, precision: $0, at: point)?.decimal(digits: digits)
    }
  }
}

extension Interval {
  /// 1 − 1/x² + 1·3/x⁴ − 1·3·5/x⁶ + …, whose partial sums lie on either side of S in turn (DLMF 7.12.1
  /// and what is said of its remainder there).
  fileprivate func millsSeries() -> Interval {
    let w = constant(.integer(1)) / (self * self)
    var (sum, term, n) = (constant(.integer(1)), constant(.integer(1)), 1)
    while true {
      term = -(term * w).times(.integer(2 * n - 1))
      let next = sum + term
      if term.lo.isZero || max(term.lo.exponentFloor, term.hi.exponentFloor) < -precision {
        return sum.hull(next)
      }
      (sum, n) = (next, n + 1)
    }
  }
}

extension LogisticGate {
  /// z′.
  fileprivate func exponentSlope(_ x: Interval) -> Interval {
    guard isDoubled else { return x.constant(scale) }
    let bend = (x * x).times(cubic).times(.integer(3))
    return (x.constant(.integer(1)) + bend).times(scale).times(.integer(2))
  }
}
