import FloatingPointFormats
import Functions

/// The truth near zero where it is c·x and a little more: of a value c = f′(0), of a derivative that is
/// zero at zero the next derivative there.
struct TinyTruth: Sendable {
  /// c, where it is a power of two or one negated: c·x is then a number, and results may lie beside
  /// midpoints of a format. Nil for another c, which settles ties by itself.
  let lead: Double?
  private let bend: Double
  /// The sign of what comes after c·x, for x > 0 and for x < 0.
  private let right, left: Int

  init(_ oracle: Oracle) {
    MPFloat.widenExponents()
    let k = oracle.derivative
    bend = oracle.function.definition.bend
    let c = oracle.function.definition.atZero[k + 1].flatMap { $0.isBinary ? $0.double : nil }
    lead = c.flatMap { $0.significand == 1 ? $0 : nil }
    // An even function or an odd one has no x²; a test compares with intervals.
    let series = oracle.series(Interval(0, precision: 128), order: 3)
    let even = series[2].isCertainlyNegative ? -1 : series[2].isCertainlyPositive ? 1 : 0
    let odd = series[3].isCertainlyNegative ? -1 : 1
    (right, left) = even != 0 ? (even, even) : (odd, -odd)
  }

  /// On which side of c·x the truth is: +1 above, −1 below.
  func side(isNegative: Bool) -> Int { isNegative ? left : right }
  /// Whether a term in x² comes next.
  private var hasSquare: Bool { left == right }

  func truth(at x: Double, _ central: Cell, isCurved: Bool) -> Truth {
    guard let lead else { return central.liftedValue(x) }
    // c·x times 2^200, scaled so that no halving loses a bit. A bound may vanish as a double, but not as
    // a bound.
    let line = x * (lead * 0x1p200)
    if isCurved && hasSquare && x.magnitude >= CellTable.curved {
      // The next term besides. What follows it is under 2^−60·bend of that, or of an even gate less slope
      // |R| < 2^40·x⁴ for all constants admitted: under 2^−50 of it. Its products are rounded twice, and
      // the coefficient once.
      let next = central.high[1] * x * (x * power2(200 - central.scale))
      return Truth(
        DoubleDouble(line, next), scale: 200, radius: next.magnitude * 0x1p-50)
    }
    let width =
      x == 0
      ? 0
      : max(line.magnitude * (x.magnitude * bend) * (1 + 0x1p-40), .leastNonzeroMagnitude)
    let isAbove = (x < 0 ? left : right) > 0
    return Truth(
      DoubleDouble(line), scale: 200, below: isAbove ? 0 : width, above: isAbove ? width : 0)
  }
}

extension Cell {
  /// The truth at a tiny number as x·2^200·p(x), so that no product is subnormal.
  /// - Precondition: the central cell, |x| < 2^−60, a factor x.
  fileprivate func liftedValue(_ x: Double) -> Truth {
    let lifted = x * 0x1p200
    let y = polynomial(x) * lifted
    return Truth(
      y, scale: scale + 200, radius: lifted.magnitude * bound + y.hi.magnitude * 0x1p-100)
  }
}
