import CMPFR
import Functions

extension Oracle {
  static let saturationEdge = 65536.0

  /// The value where no rounding is involved: at ±∞, and at ±0 where it is zero.
  ///
  /// A zero has the sign from which it is approached. Nil where the definition has to be evaluated.
  func limit(at x: Double) -> Interval? {
    if x.isInfinite { return limit(beyond: x) }
    guard x == 0, function.definition.atZero[derivative] == 0 else { return nil }
    guard derivative > 0 else { return Interval(x, precision: 64) }
    guard function.branch(at: x).polynomial == nil else { return nil }
    let rises = !Oracle(function, derivative: derivative + 1).evaluated(
      Interval(0, precision: 64)
    ).isCertainlyNegative
    return Interval(rises ? x : -x, precision: 64)
  }

  private func limit(beyond x: Double) -> Interval? {
    let tail = function.tail(at: x)
    let (constant, slope) = tail.line(derivative)
    func point(_ y: Double) -> Interval { Interval(y, precision: 64) }
    if slope != 0 { return point(slope.numerator > 0 ? x : -x) }
    if constant != 0 { return constant.isBinary ? point(constant.double) : nil }
    // An exact zero is what the branch makes of a number on that side.
    guard tail.signs != nil else {
      return enclosure(at: point(x < 0 ? -1 : 1), near: x).interval
    }
    return point(derivative <= 3 && tail.sign(derivative) < 0 ? -0.0 : 0)
  }

  /// What is known besides of an enclosure far out: the side of its line that the value is on, and how
  /// near it is.
  func settled(_ y: Interval, at point: Interval, near x: Double) -> Interval {
    let tail = function.tail(at: x)
    guard x.magnitude > tail.from, tail.signs != nil, derivative <= 3 else { return y }
    let (constant, slope) = tail.line(derivative)
    guard constant != 0 || slope != 0 else {
      guard x.magnitude > Oracle.saturationEdge, y.lo.sign * y.hi.sign <= 0 || !y.isFinite else {
        return y
      }
      return saturation(at: point, near: x)
    }
    let line = Polynomial([constant.numerator, slope.numerator]).value(point)
    return tail.sign(derivative) < 0
      ? Interval(lo: y.lo, hi: line.hi < y.hi ? line.hi : y.hi)
      : Interval(lo: y.lo < line.lo ? line.lo : y.lo, hi: y.hi)
  }

  /// Beyond ±65536, where the line is zero: `Tail` says how near to it the function and its first two
  /// derivatives are, and on which side; of the third only the size counts.
  private func saturation(at point: Interval, near x: Double) -> Interval {
    let inner = x < 0 ? point.hi : point.lo
    let sixteenth = 1 << (min(inner.exponentFloor, 60) - 4)
    let exponent = -(sixteenth + sixteenth / 4)
    let sign = derivative <= 2 ? function.tail(at: x).sign(derivative) : 0
    func end(_ side: Int) -> MPFloat {
      guard sign != -side else { return MPFloat(side > 0 ? -0.0 : 0, precision: point.precision) }
      return MPFloat(precision: point.precision) {
        mpfr_set_si_2exp($0, side, exponent, MPFR_RNDN)
      }
    }
    return Interval(lo: end(-1), hi: end(1))
  }
}
