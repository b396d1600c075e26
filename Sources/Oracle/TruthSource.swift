import FloatingPointFormats

/// Rung 2 of the ladder for every function and derivative order: a certified approximation of the
/// truth at any finite binary64 number, without multiple precision at the moment of asking.
public struct TruthSource: Sendable {
  public let oracle: Oracle
  let table: CellTable?
  let saturation: Saturation
  let slope: DoubleDouble

  /// - Parameter format: the format of the outputs; results that it cannot tell from zero are only
  ///   bounded, not computed.
  /// - Precondition: a value or a first derivative.
  public init(_ oracle: Oracle, for format: FormatName = .float64) {
    self.oracle = oracle
    // 2^−64 of the smallest subnormal.
    saturation =
      oracle.function.isPiecewiseLinear
      ? Saturation(edge: .infinity, exponent: 0)
      : oracle.saturation(below: format.parameters.minimumQuantum - 64)
    table = oracle.function.isPiecewiseLinear ? nil : CellTable.shared(oracle)
    slope = Interval(1, precision: 128).times(.decimal(oracle.function.slope)).doubleDouble.value
  }

  /// The truth at a finite number.
  public func truth(at x: Double) -> Truth {
    if let table {
      return x == 0 && oracle.derivative == 0 ? Truth(exactly: x) : table.truth(at: x, saturation)
    }
    switch (oracle.function.kind, oracle.derivative) {
    case (.relu, 0): return Truth(exactly: x == 0 ? x : max(0, x))
    case (_, 0): return x >= 0 || x == 0 ? Truth(exactly: x) : sloped(x)
    case (.relu, _): return Truth(exactly: x > 0 ? 1 : 0)
    default:
      return x > 0
        ? Truth(exactly: 1) : Truth(slope, scale: 0, radius: slope.hi.magnitude * 0x1p-105)
    }
  }

  /// a·x, scaled out of the ranges where a product of halves would over- or underflow.
  private func sloped(_ x: Double) -> Truth {
    let scale = x.magnitude > 1 ? -300 : 300
    let y = slope * (x * power2(scale))
    return Truth(y, scale: scale, radius: y.hi.magnitude * 0x1p-103)
  }
}
