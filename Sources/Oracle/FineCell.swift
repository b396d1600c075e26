import FloatingPointFormats
import Functions

/// Rung 1: a stretch of the input line with a polynomial of degree 6 in doubles, cut out of a cell
/// of rung 2, or a constant where results are saturated.
///
/// With t = x − centre, |truth − F·p(t)| ≤ relativeBound·|F·p(t)|, F being x or 1. The bound holds
/// for the doubles computed by Horner's rule without contraction.
package struct FineCell: Sendable {
  package static let degree = 6
  /// Each cell of rung 2 is cut in so many.
  static let cuts = 4

  /// Below this a value is x/2 and a slope 1/2, to 2^−21 float32 units.
  static let constantEdge = 0x1p-48

  /// The cell holds from ≤ |x| < to, on one side of zero.
  package let from, to: Double
  package let centre: Double
  package let coefficients: [Double]
  package let isGated: Bool
  /// Infinite where the truth has a zero in the cell.
  package let relativeBound: Double
  /// Where the truth lies beside F·p by next to nothing, which settles ties: +1 above, −1 below, 0 not
  /// known.
  package let side: Int

  /// Whether the polynomial is a constant.
  package var isConstant: Bool { coefficients.dropFirst().allSatisfy { $0 == 0 } }
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
  package func fineCell(at x: Double) -> FineCell {
    if let polynomial = polynomialCell(at: x) { return polynomial }
    guard let table else { return saturatedCell(x) }
    let m = x.magnitude
    let near = nearZero
    // With p(0) the polynomial at zero, |p(x)/p(0) − 1| ≤ 8·|x| if the function bends gently; else the
    // central cell serves.
    if m < CellTable.tiny, oracle.isGated || near.isGentle {
      return tinyCell(
        near, from: 0, to: CellTable.tiny,
        side: table.tiny?.lead == nil ? 0 : table.tiny?.side(isNegative: x < 0) ?? 0)
    }
    if m < FineCell.constantEdge && near.isGentle {
      return tinyCell(near, from: CellTable.tiny, to: FineCell.constantEdge, side: 0)
    }
    if m >= saturations.at(x).edge { return saturatedCell(x) }
    guard m >= CellIndex.centralEdge else {
      let from = near.isGentle ? FineCell.constantEdge : oracle.isGated ? CellTable.tiny : 0
      return cut(
        table.cell(.central), centre: 0, halfWidth: CellIndex.centralEdge, from: from,
        to: CellIndex.centralEdge, mirrored: false)
    }
    let (index, isMirrored) = outerCell(at: x)
    let width = 2 * index.halfWidth / Double(FineCell.cuts)
    // Cells run from |centre| − h to |centre| + h; parts counted from the inner end.
    let low = index.centre.magnitude - index.halfWidth
    let part = min(FineCell.cuts - 1, Int((m - low) / width))
    let from = low + Double(part) * width
    let centre = from + width / 2
    return cut(
      table.cell(index), centre: index.isPositive ? centre : -centre, halfWidth: width / 2,
      from: from, to: from + width, mirrored: isMirrored)
  }

  /// What the polynomial is at zero, whether to the last bit, and whether it bends gently there.
  private var nearZero: (value: Double, isExact: Bool, isGentle: Bool) {
    let k = oracle.derivative + (oracle.isGated ? 1 : 0)
    let definition = oracle.function.definition
    let isGentle = definition.bend <= 1
    if let known = definition.atZero[k], known.isBinary { return (known.double, true, isGentle) }
    return (table?.cell(.central).high[0] ?? 0, false, isGentle)
  }

  private func tinyCell(
    _ near: (value: Double, isExact: Bool, isGentle: Bool), from: Double, to: Double, side: Int
  ) -> FineCell {
    let bend = side != 0 ? to * oracle.function.definition.bend : to * 8
    return FineCell(
      from: from, to: to, centre: 0, coefficients: constant(near.value), isGated: oracle.isGated,
      relativeBound: near.isExact ? bend : bend + 0x1p-51, side: side)
  }

  func constant(_ c: Double) -> [Double] { [c] + Array(repeating: 0, count: 6) }

  private func saturatedCell(_ x: Double) -> FineCell {
    // The line that results tend to, and the side of it that they are on. Against a line of zero the
    // bound is absolute and under 2^−64 of the smallest subnormal; as a relative bound of nothing it is
    // nothing.
    let tail = oracle.function.tail(at: x)
    let (line, sign) = (tail.line(oracle.derivative), tail.sign(oracle.derivative))
    let isLine = line.slope != 0
    let c = isLine ? line.slope.double : line.constant.double
    // By Horner's rule +0·t + −0 is +0 for a positive t: there all must be −0.
    let isBelowZero = c == 0 && sign < 0
    return FineCell(
      from: saturations.at(x).edge, to: .infinity, centre: 0,
      coefficients: isBelowZero
        ? [-0.0] + Array(repeating: x > 0 ? -0.0 : 0, count: 6) : constant(c), isGated: isLine,
      relativeBound: 0x1p-60, side: sign)
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
      isGated: cell.isGated, relativeBound: relative, side: 0)
  }
}
