import FloatingPointFormats
import Functions

/// Rung 2 for a vector loop: a cell's polynomial with its first four coefficients as double-doubles,
/// and what the truth made of it is off by, relative to itself.
///
/// truth·2^scale = u·p(u − centre) where `isGated`, p(u − centre) where not, with u = x; where
/// `isMirrored`, u = −x and f(x) = x + f(u), f′(x) = 1 − f′(u) follow. Documentation/Proof.md has the
/// inequality.
package struct WideCell: Sendable {
  package static let terms = 14
  /// Terms in double-double.
  package static let doubleTerms = 4

  /// The cell holds from ≤ |x| < to, on one side of zero.
  package let from, to: Double
  package var centre: Double
  package var high, low: [Double]
  package let scale: Int
  package let isGated, isMirrored: Bool
  /// |computed − truth| ≤ relativeBound·|truth|.
  package let relativeBound: Double

  /// Nil for a cell with a root of the truth in it.
  init?(_ cell: Cell, from: Double, to: Double, isMirrored: Bool) {
    if case .root = cell.factor { return nil }
    let h = cell.halfWidth
    let sizes = cell.high.enumerated().map { $1.magnitude * power(h, $0) }
    // Two more terms in doubles: their lower halves go, their Horner steps count like the tail's; the
    // sum of double-doubles that follows is the quick one, off by at most 4u² of both summands. With
    // ten terms a_13 meets 18 operations and a_12 17, where the cell's bound has 16 at 2^−49: two and
    // one more unit roundoffs, doubled for γ's denominator.
    let longer = sizes[13] * 0x1p-51 + sizes[12] * 0x1p-52
    let dropped = (WideCell.doubleTerms..<Cell.doubleTerms).reduce(longer) {
      $0 + cell.low[$1].magnitude * power(h, $1) + sizes[$1] * 0x1p-49
    }
    let bound = (cell.bound + dropped + sizes.reduce(0, +) * 0x1p-100) * (1 + 0x1p-40)
    let least = sizes[0] - sizes.dropFirst().reduce(0, +)
    guard least > 0 else { return nil }
    // Mirrored, the error stays what it is while the truth is at least x/2, or 1/2.
    let relative =
      isMirrored ? 2 * bound * power2(-cell.scale) + 0x1p-100 : bound / least + 0x1p-100
    self.from = from
    self.to = to
    self.isMirrored = isMirrored
    centre = cell.centre
    high = cell.high
    low = Array(cell.low.prefix(WideCell.doubleTerms))
    scale = cell.scale
    isGated = cell.isGated
    relativeBound = relative * (1 + 0x1p-30)
  }
}

/// Consecutive numbers of one sign on which the truth is a constant, or x times a slope.
package struct LineStretch: Sendable {
  package let from, through: Double
  package let slope: Double
  private let constant: Double

  init(_ from: Double, _ through: Double, _ slope: Double, _ constant: Double) {
    (self.from, self.through, self.slope, self.constant) = (from, through, slope, constant)
  }

  @inline(__always) package func value(at x: Double) -> Double {
    slope == 0 ? constant : slope * x
  }
}

extension TruthSource {
  /// The edges of where numbers have a wide cell, on the side of x: 2^−120 or 0 ≤ |x| < the edge where
  /// results saturate. Below that a value is on `line(around:)`.
  package func wideRange(at x: Double) -> (from: Double, to: Double) {
    (isGated ? 0x1p-120 : 0, saturations.at(x).edge)
  }

  /// The line that the truth is to within 2^−46 ulp around a tiny or saturated number: x/2 or x, the line it
  /// tends to, a zero. Nil elsewhere, and where that is not a double.
  package func line(around x: Double) -> LineStretch? {
    let m = x.magnitude
    guard let table, m.isFinite, !isPolynomial(x) else { return nil }
    let range = wideRange(at: x)
    let (from, through, slope, constant): (Double, Double, Double, Double)
    if m >= range.to {
      (from, through) = (range.to, .greatestFiniteMagnitude)
      slope = oracle.slopeOfLine(at: x)
      constant = slope == 0 ? saturatedValue(x) : 0
    } else if m < range.from, m >= 0x1p-1021, let lead = table.tiny?.lead, lead == 0.5 || lead == 1
    {
      (from, through, slope, constant) = (0x1p-1021, range.from.nextDown, lead, 0)
    } else {
      return nil
    }
    // Where polynomials follow, the line is told of one number at a time.
    guard !hasPolynomials else { return LineStretch(x, x, slope, constant) }
    return x < 0
      ? LineStretch(-through, -from, slope, constant) : LineStretch(from, through, slope, constant)
  }

  /// The wide cell of a number in that range; nil where the truth has a root in the cell, and on
  /// polynomial branches.
  package func wideCell(at x: Double) -> WideCell? {
    guard let table, !isPolynomial(x) else { return nil }
    let range = wideRange(at: x)
    if x.magnitude < CellIndex.centralEdge {
      return WideCell(
        table.cell(.central), from: range.from, to: CellIndex.centralEdge, isMirrored: false
      )
    }
    let (index, isMirrored) = outerCell(at: x)
    let (c, h) = (index.centre.magnitude, index.halfWidth)
    return WideCell(
      table.cell(index), from: c - h, to: min(c + h, range.to), isMirrored: isMirrored)
  }
}
