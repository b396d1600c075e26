/// Truths times dy, an exact number of any size: scaled anew, so that judging never leaves the range
/// of doubles.
///
/// Judging forms 2^(quantum + scale) and y·2^scale, where the quantum is that of the format at G,
/// 2^−1074 or more. With a scale between −1000 and 200 and |hi| near 1, or G·2^200 where G is small,
/// both are doubles whatever the format, or y is further from G than any double says in ulps.
extension Truth {
  static let scales = -1000...200

  /// The truth times an exact, finite, nonzero number.
  func times(_ factor: Double) -> Truth {
    let m = factor.sign == .minus ? -factor.significand : factor.significand
    guard hi != 0 else { return bounded(times: m, exponent: factor.exponent) }
    let k = hi.exponent
    func normalised(_ y: Double) -> Double { Double(sign: .plus, exponent: -k, significand: y) }
    let p = DoubleDouble.product(normalised(hi), m)
    let y = lo == 0 ? p : DoubleDouble.sum(p.hi, p.lo + normalised(lo) * m)
    // Of hi·m nothing is lost; of the rest, three roundings of 2^−53·2^−51·|hi·m| at most.
    let lost = lo == 0 ? 0 : p.hi.magnitude * 0x1p-100
    func widened(_ side: Double) -> Double {
      side == 0 && lost == 0 ? 0 : (normalised(side) * m.magnitude * (1 + 0x1p-50) + lost).nextUp
    }
    let sides = m < 0 ? (above, below) : (below, above)
    return Truth.rescaled(
      y, exponent: factor.exponent + k - scale, below: widened(sides.0), above: widened(sides.1))
  }

  /// The truth (y, below, above)·2^exponent for 1 ≤ |y| < 4, at the scale that suits it.
  private static func rescaled(
    _ y: DoubleDouble, exponent: Int, below: Double, above: Double
  ) -> Truth {
    let scale = min(max(-exponent, scales.lowerBound), scales.upperBound)
    let shift = exponent + scale
    guard shift >= -1000 else { return vanishing(isNegative: y.hi < 0) }
    let s = power2(shift)
    // A lower half that becomes subnormal is rounded once more.
    let lost = shift < 0 && y.lo != 0 ? 0x1p-1074 : 0
    func width(_ side: Double) -> Double { side == 0 && lost == 0 ? 0 : (side * s + lost).nextUp }
    return Truth(
      DoubleDouble(y.hi * s, y.lo * s), scale: scale, below: width(below), above: width(above))
  }

  /// A truth of which only a bound is known, or that is zero, times m·2^exponent.
  private func bounded(times m: Double, exponent: Int) -> Truth {
    let zero = DoubleDouble(m < 0 ? -hi : hi)
    guard !isExact else { return Truth(zero, scale: 0, below: 0, above: 0) }
    let scale = Truth.scales.upperBound
    func width(_ side: Double) -> Double {
      let size = side * m.magnitude * (1 + 0x1p-50)
      let exponent = exponent + scale - self.scale
      return side == 0 ? 0 : Double(sign: .plus, exponent: exponent, significand: size).nextUp
    }
    let sides = m < 0 ? (above, below) : (below, above)
    return Truth(zero, scale: scale, below: width(sides.0), above: width(sides.1))
  }

  /// Between 0 and ±2^−1198: 2^−124 of the smallest double.
  static func vanishing(isNegative: Bool) -> Truth {
    let width = 0x1p-998
    return Truth(
      DoubleDouble(isNegative ? -0.0 : 0), scale: scales.upperBound,
      below: isNegative ? width : 0, above: isNegative ? 0 : width)
  }

  /// What an enclosure of few enough bits tells; one that is not a point holds zero at most as an end.
  init(_ y: Interval) {
    let end = y.lo.isZero ? y.hi : y.lo
    guard !end.isZero else {
      self.init(exactly: end.hasNegativeSign ? -0.0 : 0)
      return
    }
    let isNegative = end.sign < 0
    let exponent = (isNegative ? y.lo : y.hi).exponentFloor
    let scale = min(max(-exponent, Truth.scales.lowerBound), Truth.scales.upperBound)
    guard exponent + scale >= -1000 else {
      self = Truth.vanishing(isNegative: isNegative)
      return
    }
    let (value, radius) = y.scaled(by: scale).doubleDouble
    self.init(value, scale: scale, radius: radius)
  }
}
