import FloatingPointFormats
import Functions

/// Rung 2 of the ladder for every function and derivative order: a certified approximation of the
/// truth at any finite binary64 number, without multiple precision at the moment of asking.
public struct TruthSource: Sendable {
  public let oracle: Oracle
  let table: CellTable?
  let saturation: Saturation
  let slope: DoubleDouble
  private let isCurved: Bool
  /// leaky-relu: dy·a, on the negative side.
  private let negativeSlope: Truth?
  /// Where f′ is so small that no dy brings it back into the format; nil where `saturation` says that.
  private let deepSaturation: Saturation?

  /// - Parameter format: the format of the outputs; results that it cannot tell from zero are only
  ///   bounded, not computed.
  /// - Precondition: a value or a first derivative.
  public init(_ oracle: Oracle, for format: FormatName = .float64) {
    self.oracle = oracle
    isCurved = format == .float64
    // 2^−64 of the smallest subnormal.
    let smallest = oracle.factor == 1 ? format : .float64
    saturation =
      oracle.function.isPiecewiseLinear
      ? Saturation(edge: .infinity, exponent: 0)
      : oracle.unscaled.sharedSaturation(below: smallest.parameters.minimumQuantum - 64)
    table = oracle.function.isPiecewiseLinear ? nil : CellTable.shared(oracle.unscaled)
    slope = Interval(1, precision: 128).times(.decimal(oracle.function.slope)).doubleDouble.value
    negativeSlope =
      oracle.function.kind == .leakyReLU && oracle.factor != 1
      ? Truth(oracle.enclosure(at: -1, precision: 192).interval) : nil
    deepSaturation =
      table != nil && format == .float64 && oracle.factor.magnitude > 1
      ? oracle.unscaled.sharedSaturation(below: -2300) : nil
  }

  /// The truth at a finite number.
  public func truth(at x: Double) -> Truth {
    guard oracle.factor != 1 else { return unscaled(at: x) }
    if let negativeSlope, x <= 0 { return negativeSlope }
    return lifted(at: x) ?? unscaled(at: x).times(oracle.factor)
  }

  /// dy·f′ where the cells have no f′ any more but a dy above 1 makes it a number of the format again;
  /// nil elsewhere.
  private func lifted(at x: Double) -> Truth? {
    guard let deepSaturation, x <= -saturation.edge else { return nil }
    // f′ is negative there, and above −2^−2300.
    guard x > -deepSaturation.edge else { return .vanishing(isNegative: oracle.factor > 0) }
    return Truth(oracle.enclosure(at: x, precision: 192).interval)
  }

  private func unscaled(at x: Double) -> Truth {
    if let table {
      // f(±0) = ±0 and f′(±0) = 1/2 are exact, and errors of one ulp exactly are told from less.
      if x == 0 { return Truth(exactly: oracle.derivative == 0 ? x : 0.5) }
      return table.truth(at: x, saturation, isCurved: isCurved)
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

/// A cell of rung 2 and the side of zero it is used on, for a walk that stays in it.
public struct CoarseCell: Sendable {
  let cell: Cell
  let oracle: Oracle
  let isMirrored: Bool

  /// The truth at a number of the cell.
  @inline(__always) public func truth(at x: Double) -> Truth {
    guard isMirrored else { return cell.value(x) }
    let mirrored = cell.value(-x)
    return oracle.derivative == 0 ? mirrored.added(to: x) : mirrored.negated.added(to: 1)
  }
}

extension TruthSource {
  /// The cell of a number that has one: neither tiny nor saturated, of a smooth function.
  public func coarseCell(at x: Double) -> CoarseCell? {
    guard let table, oracle.factor == 1, x.magnitude < saturation.edge else { return nil }
    if x.magnitude < CellIndex.centralEdge {
      guard oracle.derivative == 1 || x.magnitude >= CellTable.tiny else { return nil }
      return CoarseCell(cell: table.cell(.central), oracle: oracle, isMirrored: false)
    }
    let index = CellIndex(containing: -x.magnitude, oracle)
    return CoarseCell(cell: table.cell(index), oracle: oracle, isMirrored: x > 0)
  }
}
