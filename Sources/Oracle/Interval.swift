import CMPFR
import Functions

/// A closed interval [lo, hi] of MPFR numbers that contains the exact value; every operation rounds
/// its ends outward.
package struct Interval {
  let lo, hi: MPFloat

  init(lo: MPFloat, hi: MPFloat) {
    self.lo = lo
    self.hi = hi
  }

  /// A double, exactly, as a value of the given working precision.
  package init(_ x: Double, precision: Int) {
    let p = MPFloat(x, precision: precision)
    self.init(lo: p, hi: p)
  }

  /// All reals between two doubles.
  package init(from a: Double, to b: Double, precision: Int) {
    precondition(a <= b)
    self.init(lo: MPFloat(a, precision: precision), hi: MPFloat(b, precision: precision))
  }

  package var precision: Int { lo.precision }
  package var containsZero: Bool { lo.sign <= 0 && hi.sign >= 0 }
  package var isCertainlyNegative: Bool { hi.sign < 0 }
  package var isCertainlyPositive: Bool { lo.sign > 0 }
  package var isPoint: Bool { lo == hi }
  package var isFinite: Bool { lo.isFinite && hi.isFinite }

  /// Its ends as doubles, rounded outward.
  package var doubles: (lo: Double, hi: Double) { (lo.double(MPFR_RNDD), hi.double(MPFR_RNDU)) }

  /// An upper bound of |x| over the interval.
  package var magnitude: Double {
    let (a, b) = doubles
    return max(a.magnitude, b.magnitude)
  }

  package func overlaps(_ other: Interval) -> Bool { lo <= other.hi && other.lo <= hi }
  package func contains(_ other: Interval) -> Bool { lo <= other.lo && other.hi <= hi }

  /// self·2^k, exactly.
  package func scaled(by k: Int) -> Interval {
    Interval(lo: lo.scaled(by: k), hi: hi.scaled(by: k))
  }
}

extension Interval: Arithmetic {
  package static func + (a: Interval, b: Interval) -> Interval {
    Interval(
      lo: MPFloat(mpfr_add, a.lo, b.lo, MPFR_RNDD), hi: MPFloat(mpfr_add, a.hi, b.hi, MPFR_RNDU))
  }

  package static func - (a: Interval, b: Interval) -> Interval {
    Interval(
      lo: MPFloat(mpfr_sub, a.lo, b.hi, MPFR_RNDD), hi: MPFloat(mpfr_sub, a.hi, b.lo, MPFR_RNDU))
  }

  package static prefix func - (a: Interval) -> Interval {
    Interval(lo: MPFloat(mpfr_neg, a.hi, MPFR_RNDN), hi: MPFloat(mpfr_neg, a.lo, MPFR_RNDN))
  }

  /// Two products where the signs of both factors are known, four else.
  package static func * (a: Interval, b: Interval) -> Interval {
    func product(_ p: MPFloat, _ q: MPFloat, _ r: MPFloat, _ s: MPFloat) -> Interval {
      Interval(lo: MPFloat(mpfr_mul, p, q, MPFR_RNDD), hi: MPFloat(mpfr_mul, r, s, MPFR_RNDU))
    }
    switch (a.lo.sign >= 0, a.hi.sign <= 0, b.lo.sign >= 0, b.hi.sign <= 0) {
    case (true, _, true, _): return product(a.lo, b.lo, a.hi, b.hi)
    case (true, _, _, true): return product(a.hi, b.lo, a.lo, b.hi)
    case (_, true, true, _): return product(a.lo, b.hi, a.hi, b.lo)
    case (_, true, _, true): return product(a.hi, b.hi, a.lo, b.lo)
    case (true, _, _, _): return product(a.hi, b.lo, a.hi, b.hi)
    case (_, true, _, _): return product(a.lo, b.hi, a.lo, b.lo)
    case (_, _, true, _): return product(a.lo, b.hi, a.hi, b.hi)
    case (_, _, _, true): return product(a.hi, b.lo, a.lo, b.lo)
    default:
      let one = product(a.lo, b.hi, a.lo, b.lo)
      let two = product(a.hi, b.lo, a.hi, b.hi)
      return Interval(
        lo: one.lo < two.lo ? one.lo : two.lo, hi: one.hi < two.hi ? two.hi : one.hi)
    }
  }

  /// - Precondition: the divisor does not contain zero.
  package static func / (a: Interval, b: Interval) -> Interval {
    precondition(!b.containsZero, "an interval around zero has no reciprocal")
    if b.isCertainlyNegative { return -a / -b }
    return Interval(
      lo: MPFloat(mpfr_div, a.lo, a.lo.sign < 0 ? b.lo : b.hi, MPFR_RNDD),
      hi: MPFloat(mpfr_div, a.hi, a.hi.sign < 0 ? b.hi : b.lo, MPFR_RNDU))
  }

  package func exp() -> Interval {
    isPoint
      ? Interval.enclosing(mpfr_exp, lo)
      : Interval(lo: MPFloat(mpfr_exp, lo, MPFR_RNDD), hi: MPFloat(mpfr_exp, hi, MPFR_RNDU))
  }

  /// erfc falls everywhere.
  package func erfc() -> Interval {
    isPoint
      ? Interval.enclosing(mpfr_erfc, lo)
      : Interval(lo: MPFloat(mpfr_erfc, hi, MPFR_RNDD), hi: MPFloat(mpfr_erfc, lo, MPFR_RNDU))
  }

  package func clamped(to range: ClosedRange<Int>) -> Interval {
    let low = MPFloat(Double(range.lowerBound), precision: precision)
    let high = MPFloat(Double(range.upperBound), precision: precision)
    func end(_ x: MPFloat) -> MPFloat { x < low ? low : high < x ? high : x }
    return Interval(lo: end(lo), hi: end(hi))
  }

  /// The least interval around both.
  package func hull(_ other: Interval) -> Interval {
    Interval(lo: other.lo < lo ? other.lo : lo, hi: hi < other.hi ? other.hi : hi)
  }

  package func erf() -> Interval { rising(mpfr_erf) }
  package func expm1() -> Interval { rising(mpfr_expm1) }
  package func log1p() -> Interval { rising(mpfr_log1p) }

  private func rising(_ f: MPFloat.Unary) -> Interval {
    isPoint
      ? Interval.enclosing(f, lo)
      : Interval(lo: MPFloat(f, lo, MPFR_RNDD), hi: MPFloat(f, hi, MPFR_RNDU))
  }

  /// f at a point in one evaluation: rounded down, and the number above that if it was inexact.
  private static func enclosing(_ f: MPFloat.Unary, _ x: MPFloat) -> Interval {
    var isExact = false
    let lo = MPFloat(precision: x.precision) { r in
      isExact = x.with { f(r, $0, MPFR_RNDD) } == 0
    }
    guard !isExact else { return Interval(lo: lo, hi: lo) }
    let hi = MPFloat(precision: x.precision) { r in
      _ = lo.with { mpfr_set(r, $0, MPFR_RNDN) }
      mpfr_nextabove(r)
    }
    return Interval(lo: lo, hi: hi)
  }

  package func constant(_ c: Constant) -> Interval {
    func integer(_ n: Int) -> Interval {
      let p = MPFloat(precision: max(64, precision)) { mpfr_set_si($0, n, MPFR_RNDN) }
      return Interval(lo: p, hi: p)
    }
    switch c {
    case .integer(let n): return integer(n)
    case .decimal: return integer(1).times(c)
    case .sqrtHalf: return integer(2).squareRoot().scaled(by: -1)
    case .sqrtTwoOverPi: return (integer(2) / Interval.pi(precision)).squareRoot()
    case .twoOverSqrtPi: return integer(2) / Interval.pi(precision).squareRoot()
    }
  }

  package func times(_ c: Constant) -> Interval {
    switch c {
    case .integer(let n) where n.magnitude.nonzeroBitCount == 1 && n > 0:
      return scaled(by: n.trailingZeroBitCount)
    case .integer, .sqrtHalf, .sqrtTwoOverPi, .twoOverSqrtPi:
      return self * constant(c)
    case .decimal(let d):
      return self * constant(.integer(d.numerator)) / constant(.integer(d.denominator))
    }
  }

  static func pi(_ precision: Int) -> Interval {
    Interval(
      lo: MPFloat(precision: precision) { mpfr_const_pi($0, MPFR_RNDD) },
      hi: MPFloat(precision: precision) { mpfr_const_pi($0, MPFR_RNDU) })
  }

  func squareRoot() -> Interval {
    Interval(lo: MPFloat(mpfr_sqrt, lo, MPFR_RNDD), hi: MPFloat(mpfr_sqrt, hi, MPFR_RNDU))
  }
}
