import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Tests of the tester: a cell with a wrong coefficient, a bound too small, a truth displaced, must
/// be found by the comparison that the tables are held to.
@Suite struct CellMutantTests {
  static let smooth = CellTableTests.oracles.filter { !$0.function.isPiecewiseLinear }

  private func cell(_ oracle: Oracle, _ x: Double) -> Cell {
    CellTable.shared(oracle).cell(CellIndex(containing: x, oracle))
  }

  /// Its ends and points within.
  private func arguments(_ cell: Cell) -> [Double] {
    (-20...20).map { cell.centre + cell.halfWidth * Double($0) / 20 * (1 - 0x1p-40) }
  }

  private func misses(_ oracle: Oracle, _ cell: Cell) -> Int {
    truthFailures(oracle, at: arguments(cell), cell.value).count
  }

  @Test(arguments: smooth) func soundCellsMissNothing(_ oracle: Oracle) {
    for x in [-14.3, -6, -1.2, -0.1] { #expect(misses(oracle, cell(oracle, x)) == 0) }
  }

  /// One coefficient off by 2^−60 of itself; the higher ones' error is 2^−60 of less and less.
  @Test(arguments: smooth, 0..<4) func wrongCoefficient(_ oracle: Oracle, _ k: Int) {
    for x in [-14.3, -6, -1.2] {
      let sound = cell(oracle, x)
      let wrong = sound.with(coefficient: k, offBy: sound.high[k] * 0x1p-60)
      #expect(misses(oracle, wrong) > 10, "\(oracle.function.name)/\(oracle.derivative) \(x)")
    }
  }

  /// A coefficient that counts only at the cell's ends, left out; the cell's bound as it was.
  @Test(arguments: smooth) func missingCoefficient(_ oracle: Oracle) {
    let sound = cell(oracle, -1.2)
    #expect(misses(oracle, sound.with(coefficient: 10, offBy: -sound.high[10])) > 0)
  }

  /// The bound must be near the error somewhere, or a table would pass with any error below it.
  @Test(arguments: smooth) func boundTooSmall(_ oracle: Oracle) {
    var found = 0
    for x in [-14.3, -9.7, -6, -1.2] {
      let sound = cell(oracle, x)
      found +=
        truthFailures(oracle, at: arguments(sound)) {
          var t = sound.value($0)
          (t.below, t.above) = (t.below * 0x1p-10, t.above * 0x1p-10)
          return t
        }.count
    }
    #expect(found > 0, "\(oracle.function.name)/\(oracle.derivative)")
  }

  /// The low half forgotten: an error of half a double's unit.
  @Test(arguments: smooth) func lostLowHalf(_ oracle: Oracle) {
    let source = TruthSource(oracle)
    let arguments = CellArguments.random(source, count: 200).filter { (-16)...(-0.01) ~= $0 }
    let failures = truthFailures(oracle, at: arguments) {
      var t = source.truth(at: $0)
      t.lo = 0
      return t
    }
    #expect(failures.checked > 20 && failures.count > failures.checked * 9 / 10)
  }

  /// x/2 from the wrong side.
  @Test func wrongSideOfATie() {
    let tiny = (1...40).map { Double($0) * 0x1p-200 }
    let failures = truthFailures(Oracle(.gelu), at: tiny) { _ in Truth(exactly: 0) }
    #expect(failures.count == 40)
    // 256 bits show x² beside x down to 2^−250.
    let below = truthFailures(Oracle(.gelu), at: tiny) {
      Truth(DoubleDouble($0 / 2), scale: 0, below: $0 * 0x1p-40, above: 0)
    }
    #expect(below.count == 40)
  }
}

extension Cell {
  /// The cell with one coefficient changed; no remainder, so that its bound is below the sound one.
  fileprivate func with(coefficient k: Int, offBy d: Double) -> Cell {
    let p = 192
    let a = (0..<Cell.terms).map { i -> Interval in
      let low = i < Cell.doubleTerms ? self.low[i] : 0
      let change = i == k ? d : 0
      return Interval(high[i], precision: p) + Interval(low, precision: p)
        + Interval(change, precision: p)
    }
    return Cell(
      factor: factor, centre: centre, halfWidth: halfWidth, scale: scale, coefficients: a,
      remainder: Interval(0, precision: p))
  }
}
