import CMPFR
import FloatingPointFormats
import Functions

/// What proofs outside this module ask of intervals.
extension Interval {
  /// MPFR's widest exponents for the calling thread; to be asked for before any evaluation.
  package static func prepareThread() { MPFloat.widenExponents() }

  /// The exact decimal, enclosed.
  package init(_ d: DecimalConstant, precision: Int) {
    self = Interval(1, precision: precision).times(.decimal(d))
  }

  /// Its ends, and a point near its middle.
  package var lower: Interval { Interval(lo: lo, hi: lo) }
  package var upper: Interval { Interval(lo: hi, hi: hi) }
  package var middle: Interval {
    let m = MPFloat(mpfr_add, lo, hi, MPFR_RNDN).scaled(by: -1)
    return Interval(lo: m, hi: m)
  }

  /// {|x| : x in the interval}.
  package var absolute: Interval {
    if lo.sign >= 0 { return self }
    let negated = -self
    guard hi.sign > 0 else { return negated }
    let zero = MPFloat(0, precision: precision)
    return Interval(lo: zero, hi: hi < negated.hi ? negated.hi : hi)
  }

  /// ⌊log2⌋ of the larger end; `Int.min` where both are zero.
  package var largestExponent: Int {
    max(lo.isZero ? .min : lo.exponentFloor, hi.isZero ? .min : hi.exponentFloor)
  }

  /// What both have in common; nil if nothing.
  package func intersection(_ other: Interval) -> Interval? {
    guard overlaps(other) else { return nil }
    return Interval(lo: lo < other.lo ? other.lo : lo, hi: other.hi < hi ? other.hi : hi)
  }

  /// Every point of this one is below, or at most, every point of the other.
  package func isBelow(_ other: Interval) -> Bool { hi < other.lo }
  package func isAtMost(_ other: Interval) -> Bool { hi <= other.lo }

  package var width: Double { MPFloat(mpfr_sub, hi, lo, MPFR_RNDU).double(MPFR_RNDU) }

  /// √ of a nonnegative interval.
  package var root: Interval { squareRoot() }

  /// The last value of a format at or below every point, and the first at or above.
  package func neighbours<T: BinaryFormat>(in _: T.Type) -> (below: T, above: T) {
    (lo.rounded(.down), hi.rounded(.up))
  }

  /// The ends in decimal to so many digits, rounded outward.
  package func decimals(digits: Int) -> (lo: String, hi: String) {
    (lo.decimal(digits: digits, MPFR_RNDD), hi.decimal(digits: digits, MPFR_RNDU))
  }

  /// The decimal that every point rounds to, or nil.
  package func commonDecimal(digits: Int) -> String? { decimal(digits: digits) }
}

extension Interval {
  /// The numbers between two decimals, lo ≤ hi, enclosed; nil if either is not a number.
  package init?(decimals lo: String, _ hi: String, precision: Int) {
    guard let a = try? ExactInput(lo), let b = try? ExactInput(hi), a.double.isFinite,
      b.double.isFinite
    else { return nil }
    self = a.interval(precision: precision).hull(b.interval(precision: precision))
  }
}

extension TaylorSeries {
  /// Every coefficient times a number.
  package func scaled(by c: Coefficient) -> TaylorSeries {
    TaylorSeries(coefficients.map { $0 * c }, order: order)
  }

  /// The series to a lower order.
  package func cut(to order: Int) -> TaylorSeries { TaylorSeries(coefficients, order: order) }
}
