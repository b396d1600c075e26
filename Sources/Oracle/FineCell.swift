import FloatingPointFormats
import Functions

/// Rung 1: a stretch of the input line with a polynomial of degree 6 in doubles, cut out of a cell
/// of rung 2, or a constant where results are saturated.
///
/// With t = x − centre, |truth − F·p(t)| ≤ relativeBound·|F·p(t)|, F being x or 1. The bound holds
/// for the doubles computed by Horner's rule without contraction.
public struct FineCell: Sendable {
  public static let degree = 6
  /// Each cell of rung 2 is cut in so many.
  static let cuts = 4

  /// Below this a value is x/2 and a slope 1/2, to 2^−21 float32 units.
  static let constantEdge = 0x1p-48

  /// The cell holds from ≤ |x| < to, on one side of zero.
  public let from, to: Double
  public let centre: Double
  public let coefficients: [Double]
  public let isGated: Bool
  /// Infinite where the truth has a zero in the cell.
  public let relativeBound: Double
  /// Where the truth lies beside F·p by next to nothing, which settles ties: +1 above, −1 below, 0 not
  /// known.
  public let side: Int

  /// Whether the polynomial is a constant.
  public var isConstant: Bool { coefficients.dropFirst().allSatisfy { $0 == 0 } }
}

extension FineCell {
  /// The same with other coefficients: what tests plant.
  package init(_ cell: FineCell, coefficients: [Double]) {
    self.init(
      from: cell.from, to: cell.to, centre: cell.centre, coefficients: coefficients,
      isGated: cell.isGated, relativeBound: cell.relativeBound, side: cell.side)
  }
}

extension TruthSource {
  /// The fine cell of a number and the sign of its side; zero belongs to neither.
  public func fineCell(at x: Double) -> FineCell {
    guard let table else { return linearCell(x) }
    let m = x.magnitude
    // |gate(x) − 1/2| ≤ 2·|x| and |f′(x) − 1/2| ≤ 4·|x| for the usual constants; with others the
    // central cell serves.
    if m < CellTable.tiny, oracle.derivative == 0 || oracle.function.hasUsualConstants {
      return tinyCell(from: 0, to: CellTable.tiny, side: oracle.derivative == 0 ? 1 : 0)
    }
    if m < FineCell.constantEdge && oracle.function.hasUsualConstants {
      return tinyCell(from: CellTable.tiny, to: FineCell.constantEdge, side: 0)
    }
    if m >= saturation.edge { return saturatedCell(x) }
    let index = m < CellIndex.centralEdge ? .central : CellIndex(containing: -m, oracle)
    let cell = table.cell(index)
    let sides = index.isCentral ? 1 : FineCell.cuts
    let width = 2 * index.halfWidth / Double(sides)
    // Cells run from −centre − h to −centre + h; parts counted from the outer end.
    let low = index.isCentral ? 0 : -index.centre - index.halfWidth
    let part = index.isCentral ? 0 : min(sides - 1, Int((m - low) / width))
    let from = low + Double(part) * width
    let centre = index.isCentral ? 0 : -(from + width / 2)
    let half = index.isCentral ? index.halfWidth : width / 2
    return cut(
      cell, centre: centre, halfWidth: half,
      from: index.isCentral ? centralFrom : from,
      to: index.isCentral ? CellIndex.centralEdge : from + width,
      mirrored: x > 0 && !index.isCentral)
  }

  private func tinyCell(from: Double, to: Double, side: Int) -> FineCell {
    FineCell(
      from: from, to: to, centre: 0, coefficients: constant(0.5), isGated: oracle.derivative == 0,
      relativeBound: side != 0 ? to * oracle.steepness : to * 8, side: side)
  }

  private func constant(_ c: Double) -> [Double] { [c] + Array(repeating: 0, count: 6) }

  private func saturatedCell(_ x: Double) -> FineCell {
    // f < 0 and f′ < 0 on the far left, f(x) = x + f(−x), f′(x) = 1 − f′(−x): below −0 and x, above 1.
    // Against zero the bound is absolute and under 2^−64 of the smallest subnormal; as a relative
    // bound of nothing it is nothing.
    FineCell(
      from: saturation.edge, to: .infinity, centre: 0, coefficients: constant(x < 0 ? -0.0 : 1),
      isGated: oracle.derivative == 0 && x > 0, relativeBound: 0x1p-60,
      side: x > 0 && oracle.derivative == 1 ? 1 : -1)
  }

  private func linearCell(_ x: Double) -> FineCell {
    let leaky = oracle.function.kind == .leakyReLU
    let factor = x > 0 ? 1 : leaky ? slope.hi : 0
    return FineCell(
      from: 0, to: .infinity, centre: 0, coefficients: constant(factor),
      isGated: oracle.derivative == 0 && (x > 0 || leaky),
      relativeBound: x < 0 && leaky ? 0x1p-51 : 0, side: 0)
  }

  private var centralFrom: Double {
    if oracle.function.hasUsualConstants { return FineCell.constantEdge }
    return oracle.derivative == 0 ? CellTable.tiny : 0
  }

  /// The polynomial about another centre, rounded to doubles and cut off at degree 6.
  private func cut(
    _ cell: Cell, centre: Double, halfWidth h: Double, from: Double, to: Double, mirrored: Bool
  ) -> FineCell {
    if case .root = cell.factor {
      // The truth passes through zero: rung 2 has the cell to itself.
      return FineCell(
        from: from, to: to, centre: mirrored ? -centre : centre, coefficients: constant(1),
        isGated: false, relativeBound: .infinity, side: 0)
    }
    var a = (0..<Cell.terms).map {
      DoubleDouble(cell.high[$0], $0 < Cell.doubleTerms ? cell.low[$0] : 0)
    }
    let d = centre - cell.centre
    for i in 0..<a.count - 1 {
      for k in (i..<a.count - 1).reversed() { a[k] = a[k] + a[k + 1] * d }
    }
    // Unscaled: fine cells serve float32, whose truths lie above 2^−215.
    let unit = power2(-cell.scale)
    a = a.map { $0.scaled(by: unit) }
    if mirrored {
      // 1 − p(−t).
      for k in a.indices where k % 2 == 0 { a[k] = -a[k] }
      a[0] = a[0] + DoubleDouble(1)
    }
    let c = a.prefix(FineCell.degree + 1).map(\.hi)
    var sizes = 0.0
    var bound = cell.bound * unit
    for (k, value) in a.enumerated() {
      let hk = power(h, k)
      if k <= FineCell.degree {
        sizes += value.hi.magnitude * hk
        // Rounded to a double; the shift's own error is below 2^−90 of the sizes.
        bound += value.lo.magnitude * hk
      } else {
        bound += value.hi.magnitude * hk
      }
    }
    // Horner without contraction: γ_12 < 2^−49 of Σ|a_k|h^k; the product with x adds 2^−53.
    bound += sizes * (0x1p-49 + 0x1p-90)
    let least =
      c[0].magnitude - c.indices.dropFirst().reduce(0) { $0 + c[$1].magnitude * power(h, $1) }
    let relative = least > 0 ? bound * (1 + 0x1p-30) / least + 0x1p-52 : .infinity
    return FineCell(
      from: from, to: to, centre: mirrored ? -centre : centre, coefficients: c,
      isGated: oracle.derivative == 0, relativeBound: relative, side: 0)
  }
}
