extension Truth {
  /// The truth times an exact, finite, nonzero number.
  func times(_ factor: Double) -> Truth {
    // A product's tail must not underflow.
    guard hi.magnitude > 0x1p-800 || hi == 0 else { return rescaled(by: 300).times(factor) }
    let (m, e) = (factor.sign == .minus ? -factor.significand : factor.significand, factor.exponent)
    let p = DoubleDouble.product(hi, m)
    let y = lo == 0 ? p : DoubleDouble.sum(p.hi, p.lo + lo * m)
    // Of hi·m nothing is lost; of the rest, three roundings of 2^−53·2^−51·|hi·m| at most.
    let lost = lo == 0 ? 0 : p.hi.magnitude * 0x1p-100
    let sides = m < 0 ? (above, below) : (below, above)
    func widened(_ side: Double) -> Double { side * m.magnitude * (1 + 0x1p-50) + lost }
    return Truth(y, scale: scale - e, below: widened(sides.0), above: widened(sides.1))
  }

  private func rescaled(by n: Int) -> Truth {
    let s = power2(n)
    return Truth(
      DoubleDouble(hi * s, lo * s), scale: scale + n, below: below * s, above: above * s)
  }
}
