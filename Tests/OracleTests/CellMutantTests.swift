import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// Tests of the tester: a cell with a wrong coefficient, or a bound too small, must be found by the
/// comparison that the tables are held to.
@Suite struct CellMutantTests {
  private func sound(_ x: Double) -> Cell {
    let oracle = Oracle(.gelu)
    return CellTable.shared(oracle).cell(CellIndex(containing: x, oracle))
  }

  private func misses(_ cell: Cell) -> Int {
    var random = SplitMix64(seed: 3)
    let oracle = Oracle(.gelu)
    return (0..<200).count { _ in
      let x =
        cell.centre + Double.random(in: -cell.halfWidth...cell.halfWidth, using: &random)
      return !cell.value(x).encloses(oracle.enclosure(at: x, precision: 256).interval)
    }
  }

  @Test func soundCellsMissNothing() {
    for x in [-14.3, -6, -1.2, -0.1] { #expect(misses(sound(x)) == 0) }
  }

  /// One coefficient off by 2^−70 of the leading one.
  @Test(arguments: [0, 1, 2]) func wrongCoefficientIsFound(_ k: Int) {
    for x in [-14.3, -6, -1.2] {
      let cell = sound(x)
      let size = cell.high[0].magnitude * 0x1p-68 / power(cell.halfWidth, k)
      #expect(misses(cell.with(coefficient: k, offBy: size)) > 20, "\(x)")
    }
  }

  @Test func boundTooSmallIsFound() {
    for x in [-14.3, -6, -1.2] {
      let cell = sound(x)
      // What is left out of the polynomial's tail is then more than the bound says.
      let shortened = cell.with(coefficient: 9, offBy: -cell.high[9])
      #expect(misses(shortened) > 0, "\(x)")
    }
  }
}

extension Cell {
  /// The cell with one coefficient changed and its bound as it was.
  fileprivate func with(coefficient k: Int, offBy d: Double) -> Cell {
    let p = 192
    let a = (0..<Cell.terms).map { i -> Interval in
      let low = i < Cell.doubleTerms ? self.low[i] : 0
      let change = i == k ? d : 0
      return Interval(high[i], precision: p) + Interval(low, precision: p)
        + Interval(change, precision: p)
    }
    // No remainder: the bound is then the evaluation's alone, below the sound one.
    return Cell(
      factor: factor, centre: centre, halfWidth: halfWidth, scale: scale, coefficients: a,
      remainder: Interval(0, precision: p))
  }
}
