import FloatingPointFormats
import Functions

/// A certified approximation of an exact value G: G·2^scale − (hi + lo) lies in (−below, above),
/// or is zero where both are zero.
///
/// The scale keeps values that would be subnormal doubles at full precision.
package struct Truth: Sendable {
  package var hi, lo: Double
  package var scale: Int
  package var below, above: Double

  init(_ y: DoubleDouble, scale: Int, below: Double, above: Double) {
    (hi, lo) = (y.hi, y.lo)
    self.scale = scale
    self.below = below
    self.above = above
  }

  init(_ y: DoubleDouble, scale: Int, radius: Double) {
    self.init(y, scale: scale, below: radius, above: radius)
  }

  /// An exact binary64 value.
  init(exactly y: Double) { self.init(DoubleDouble(y), scale: 0, below: 0, above: 0) }

  package var isExact: Bool { below == 0 && above == 0 }

  /// The exponent of ulp(G) in a format, or nil if G may lie in either of two binades.
  package func ulpExponent(in format: FormatParameters) -> Int? {
    let most = (hi.magnitude + lo.magnitude + max(below, above)) * (1 + 0x1p-50)
    if most < power2(format.minimumExponent + scale) { return format.minimumQuantum }
    guard let a = exponentFloor(lo - below), let b = exponentFloor(lo + above), a == b else {
      return nil
    }
    return format.ulpExponent(ofBinade: a - scale)
  }

  /// Whether |G| < 2^exponent, or nil where that is open.
  package func isBelow(exponent: Int) -> Bool? {
    let limit = power2(exponent + scale)
    // Nearer than this hi − limit is exact (Sterbenz).
    if hi.magnitude <= limit / 2 && lo.magnitude + max(below, above) < limit / 4 { return true }
    if hi.magnitude >= 2 * limit && lo.magnitude + max(below, above) < limit / 4 { return false }
    guard hi.magnitude > limit / 2 && hi.magnitude < 2 * limit else { return nil }
    let isNegative = hi < 0
    let (inward, outward) = isNegative ? (above, below) : (below, above)
    let (d, rest) = (hi.magnitude - limit, isNegative ? -lo : lo)
    // |G| − limit lies in (d + rest − inward, d + rest + outward), or is d + rest.
    let low = Truth.down(Truth.down(d, rest), -inward)
    let high = -Truth.down(Truth.down(-d, -rest), -outward)
    if isExact { return low == high ? low < 0 : high < 0 ? true : low > 0 ? false : nil }
    return high <= 0 ? true : low >= 0 ? false : nil
  }

  /// ⌊log2|hi + rest|⌋, or nil where that is not plain to see.
  private func exponentFloor(_ rest: Double) -> Int? {
    guard hi.magnitude > 2 * rest.magnitude else { return nil }
    let exponent = hi.exponentFloor
    // Beside a power of two the sign of the rest decides.
    if hi.significandBitPattern == 0 {
      return rest != 0 && (rest < 0) == (hi > 0) ? exponent - 1 : exponent
    }
    // Elsewhere it changes the binade only if it spans the gap to the next power of two.
    return (hi + rest * (1 + 0x1p-20)).exponentFloor == exponent ? exponent : nil
  }

  /// The signed ULP error (y − G)/ulp(G) of a finite output, where ulp(G) = 2^`quantum`.
  package func error(of y: Double, quantum: Int) -> ErrorEnclosure {
    let unit = power2(quantum + scale)
    let scaled = y * power2(scale)
    let difference = (scaled - hi) - lo
    let quotient = difference.isFinite ? difference / unit : beyondRange(y, scaled, quantum)
    let e = min(max(quotient, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    guard e.magnitude < 0x1p600, scaled / power2(scale) == y,
      let whole = exactDifference(scaled, hi)
    else {
      // Two subtractions, each off by at most 2^−53 of its result.
      let rounding = e.magnitude * 0x1p-51
      return ErrorEnclosure(
        estimate: e, below: above / unit + rounding, above: below / unit + rounding)
    }
    if isExact && lo == 0 { return ErrorEnclosure(estimate: e, below: 0, above: 0) }
    // Nothing was lost in y − hi: what is added to it keeps its sign, however small it is.
    let d = whole / unit
    let low = Truth.down(d, Truth.quotientDown(Truth.down(-lo, -above), unit))
    let high = -Truth.down(-d, Truth.quotientDown(Truth.down(lo, -below), unit))
    let estimate = min(max(e, low), high)
    return ErrorEnclosure(
      estimate: estimate, below: Truth.gap(estimate, low), above: Truth.gap(high, estimate))
  }

  /// The same to 2^−51 of itself where y·2^scale − hi is beyond the range of doubles: both are huge and have different
  /// signs, or the exact value is nothing beside y.
  private func beyondRange(_ y: Double, _ scaled: Double, _ quantum: Int) -> Double {
    guard !scaled.isFinite else {
      return ((scaled / 2 - hi / 2) - lo / 2) / power2(quantum + scale - 1)
    }
    return y * power2(-quantum / 2) * power2(-quantum - -quantum / 2)
  }

  /// a − b where that is a double (Knuth's two-sum has no rest), else nil.
  private func exactDifference(_ a: Double, _ b: Double) -> Double? {
    let s = DoubleDouble.sum(a, -b)
    return s.lo == 0 ? s.hi : nil
  }

  /// a + b rounded down.
  private static func down(_ a: Double, _ b: Double) -> Double {
    let s = DoubleDouble.sum(a, b)
    return s.lo < 0 ? s.hi.nextDown : s.hi
  }

  /// t/unit rounded down, for a power of two.
  private static func quotientDown(_ t: Double, _ unit: Double) -> Double {
    let q = t / unit
    return t < 0 && q * unit != t ? q.nextDown : q
  }

  /// a − b for a ≥ b, rounded up, and zero only if they are equal.
  private static func gap(_ a: Double, _ b: Double) -> Double {
    let d = a - b
    return b + d == a ? d : d.nextUp
  }

  /// The value of the format nearest to G, where ulp(G) = 2^`quantum`; nil where a tie is too close.
  package func nearest(quantum: Int) -> Double? {
    let unit = power2(quantum + scale)
    // Ties to even where the truth is one double; nothing else is within reach of a tie.
    let n = (hi / unit).rounded(.toNearestOrEven)
    let e = ((n - hi / unit) - lo / unit)
    let slack = (below + above) / unit + e.magnitude * 0x1p-51
    if isExact && lo == 0 || e.magnitude + slack < 0.5 { return Truth.descaled(n * unit, scale) }
    // A tie that the truth lies beside, on one side for certain.
    if lo == 0, e.magnitude == 0.5, (below == 0) != (above == 0), slack < 0.25 {
      let lower = (hi / unit).rounded(.down)
      return Truth.descaled((above > 0 ? lower + 1 : lower) * unit, scale)
    }
    guard e.magnitude > 0.5 + slack else { return nil }
    return Truth.descaled((e > 0 ? n - 1 : n + 1) * unit, scale)
  }

  /// The double nearest to G, or next to that; it has the sign of a G that underflows.
  package var double: Double {
    // A sum with +0 would lose the sign of a zero.
    Truth.descaled(lo == 0 ? hi : hi + lo, scale)
  }

  /// The same, for those who compare and do not print.
  package var approximate: Double { double }

  /// y·2^−scale for a y that is a value of a format times 2^scale.
  private static func descaled(_ y: Double, _ scale: Int) -> Double {
    y * power2(-scale / 2) * power2(-scale - -scale / 2)
  }
}

/// A ULP error known to lie in (estimate − below, estimate + above), or to be the estimate itself
/// where both are zero.
package struct ErrorEnclosure: Sendable {
  package var estimate: Double
  package var below, above: Double

  package init(estimate: Double, below: Double, above: Double) {
    self.estimate = estimate
    self.below = below
    self.above = above
  }

  /// The ends, rounded outwards.
  @inlinable package var ends: (lo: Double, hi: Double) {
    let (a, b) = (estimate - below, estimate + above)
    return (estimate - a == below ? a : a.nextDown, b - estimate == above ? b : b.nextUp)
  }

  /// Whether |e| < limit, or nil if that is open.
  package func isBelow(_ limit: Double) -> Bool? {
    guard below > 0 || above > 0 else { return estimate.magnitude < limit }
    let (a, b) = ends
    if a >= -limit && b <= limit { return true }
    return a >= limit || b <= -limit ? false : nil
  }
}
