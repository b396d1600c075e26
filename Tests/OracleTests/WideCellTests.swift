import FloatingPointFormats
import Testing

@testable import Oracle

/// The relative bound of a wide cell holds what its cell may be off by, and not much more, on both
/// sides of zero.
@Suite struct WideCellTests {
  static let smooth = CellMutantTests.smooth

  /// The cell as it is, but for a remainder beside which its roundings do not count.
  private func vague(_ cell: Cell) -> Cell {
    let p = 192
    let coefficients = (0..<Cell.terms).map { k in
      Interval(cell.high[k], precision: p)
        + Interval(k < Cell.doubleTerms ? cell.low[k] : 0, precision: p)
    }
    return Cell(
      factor: cell.factor, centre: cell.centre, halfWidth: cell.halfWidth, scale: cell.scale,
      coefficients: coefficients,
      remainder: Interval(
        cell.high[0] * 0x1p-40 / power(cell.halfWidth, Cell.terms), precision: p))
  }

  @Test(arguments: smooth) func relativeBoundHoldsTheCells(_ oracle: Oracle) throws {
    let source = TruthSource(oracle)
    for x in [-6, -1.2, -0.3, 0.3, 1.2, 6] {
      let index = CellIndex(containing: -x.magnitude, oracle)
      let cell = vague(CellTable.shared(oracle).cell(index))
      let wide = try #require(
        WideCell(cell, from: 0, to: 0, isMirrored: x > 0), "no cell at \(x)")
      let off = cell.bound * power2(-cell.scale) * (wide.isGated ? x.magnitude : 1)
      let truth = source.truth(at: x)
      let share = off / (truth.hi.magnitude * power2(-truth.scale)) / wide.relativeBound
      #expect(0.2...1 ~= share, "\(oracle.function.name)/\(oracle.derivative) at \(x): \(share)")
    }
  }
}
