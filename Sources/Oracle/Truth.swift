import FloatingPointFormats

/// A certified approximation of an exact value G: G·2^scale − (hi + lo) lies in (−below, above),
/// or is zero where both are zero.
///
/// The scale keeps values that would be subnormal doubles at full precision.
public struct Truth: Sendable {
  public var hi, lo: Double
  public var scale: Int
  public var below, above: Double

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

  public var isExact: Bool { below == 0 && above == 0 }

  /// The exponent of ulp(G) in a format, or nil if G may lie in either of two binades.
  public func ulpExponent<T: BinaryFormat>(in _: T.Type) -> Int? {
    let most = (hi.magnitude + lo.magnitude + max(below, above)) * (1 + 0x1p-50)
    if most < Double(sign: .plus, exponent: T.minimumExponent + scale, significand: 1) {
      return T.minimumQuantum
    }
    guard let a = exponentFloor(lo - below), let b = exponentFloor(lo + above), a == b else {
      return nil
    }
    return T.ulpExponent(ofBinade: a - scale)
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

  /// The signed ULP error (y − G)/ulp(G) of a finite output, as an open interval (a point where
  /// the truth is exact); nil where ulp(G) is not decided.
  public func error<T: BinaryFormat>(of y: T) -> ErrorEnclosure? {
    guard let quantum = ulpExponent(in: T.self) else { return nil }
    let unit = Double(sign: .plus, exponent: quantum + scale, significand: 1)
    let scaled = y.double * Double(sign: .plus, exponent: scale, significand: 1)
    let difference = (scaled - hi) - lo
    let e = min(max(difference / unit, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    // Two subtractions and, below 2^−1022, a division: each off by at most 2^−53 of the result, or
    // exact where y and hi agree in their leading bits.
    let rounding = e.magnitude * 0x1p-51
    if isExact && lo == 0 && scaled - hi == scaled - hi + 0 && rounding < 1 {
      return ErrorEnclosure(estimate: e, below: 0, above: 0)
    }
    return ErrorEnclosure(estimate: e, below: above / unit + rounding, above: below / unit + rounding)
  }
}

/// A ULP error known to lie in (estimate − below, estimate + above), or to be the estimate itself
/// where both are zero.
public struct ErrorEnclosure: Sendable {
  public var estimate: Double
  public var below, above: Double

  public init(estimate: Double, below: Double, above: Double) {
    self.estimate = estimate
    self.below = below
    self.above = above
  }

  /// Whether |e| ≤ limit, or nil if that is open.
  public func isWithin(_ limit: Double) -> Bool? {
    let (a, b) = (estimate - below, estimate + above)
    if a >= -limit && b <= limit { return true }
    guard below > 0 || above > 0 else { return false }
    return a >= limit || b <= -limit ? false : nil
  }
}
