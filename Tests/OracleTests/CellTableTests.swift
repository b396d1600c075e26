import FloatingPointFormats
import Foundation
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Rung 2 against MPFR: every truth must overlap the enclosure at 256 bits, and its own bound must
/// be as small as Documentation/Proof.md says.
@Suite struct CellTableTests {
  static let oracles = RoundingTests.oracles

  /// The exponents of the largest relative bounds.
  static let bounds = [
    "gelu/0": -76, "gelu/1": -76, "gelu-tanh/0": -77, "gelu-tanh/1": -70, "gelu-sigmoid/0": -79,
    "gelu-sigmoid/1": -69, "silu/0": -91, "silu/1": -82, "leaky-relu/0": -103, "leaky-relu/1": -105,
  ]

  /// GELU_ACCURACY_EVERY_CELL=1 visits every cell instead of every 32nd beyond −8.
  static let stride =
    ProcessInfo.processInfo.environment["GELU_ACCURACY_EVERY_CELL"] == nil ? 32 : 1

  @Test(arguments: oracles) func enclosesTheExactValue(_ oracle: Oracle) throws {
    let source = TruthSource(oracle)
    let arguments =
      CellArguments.random(source, count: 400) + CellArguments.turns(oracle)
      + CellArguments.borders(source, stride: Self.stride) + CellArguments.edges(source)
    let failures = truthFailures(oracle, at: arguments, source.truth)
    #expect(failures.isEmpty, "\(failures)")

    let inCells = arguments.filter {
      $0 > -source.reach && $0.magnitude > CellTable.tiny
        && source.truth(at: $0).hi.magnitude > 0x1p-1000
    }
    let bounds = inCells.map { (source.truth(at: $0).relativeBound, $0) }
    let (bound, worst) = bounds.max { $0.0 < $1.0 } ?? (0, 0)
    // No bound is for exact truths. The figure is the least that holds.
    let most = Self.bounds["\(oracle.function.name)/\(oracle.derivative)"]
    let isAsStated = most.map { power2($0) <= bound && bound < power2($0 + 1) } ?? (bound == 0)
    #expect(isAsStated, "\(bound) at \(worst.hexFloat)")
  }

  /// Narrower formats stop computing earlier: there the truth is bounded on one side of zero.
  @Test(arguments: oracles, [FormatName.float16, .bfloat16, .float32])
  func saturatedForFormat(_ oracle: Oracle, _ format: FormatName) {
    let source = TruthSource(oracle, for: format)
    let failures = truthFailures(oracle, at: CellArguments.edges(source), source.truth)
    #expect(failures.isEmpty, "\(failures)")
    guard !oracle.function.isPiecewiseLinear else { return }
    let beyond = source.truth(at: -source.reach)
    #expect(beyond.above == 0 && beyond.hi == 0)
    #expect(beyond.below == power2(format.parameters.minimumQuantum - 64 + beyond.scale))
  }

  /// The number on a border belongs to the outer cell, the next one towards zero to the inner.
  @Test func bordersAreBetweenCells() {
    for oracle in Self.oracles where !oracle.function.isPiecewiseLinear {
      for x in CellArguments.borders(TruthSource(oracle), stride: 16) where x.nextUp < -0x1p-7 {
        let index = CellIndex(containing: x, oracle)
        let isInside = abs(x - index.centre) <= index.halfWidth
        #expect(isInside && !index.isCentral, "\(oracle.function.name) \(x.hexFloat)")
      }
    }
  }
}
