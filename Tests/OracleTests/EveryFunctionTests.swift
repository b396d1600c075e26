import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Every function and derivative that has no committed table: the checks that the tabulated ones have.
@Suite struct EveryFunctionTests {
  static let oracles: [Oracle] = Function.all.flatMap { f in
    f.definition.orders.map { Oracle(f, derivative: $0) }
  }.filter { $0.derivative > 1 || !Function.tabulated.contains($0.function) }

  /// Both sides of where cells are, of where they end, of turning points and of zeros.
  static func arguments(_ oracle: Oracle) -> [Double] {
    let source = TruthSource(oracle)
    var random = SplitMix64(seed: 12)
    let right = (0..<Thorough.count(200, usual: 20)).map { _ in
      Double.random(in: 0...1.05, using: &random) * source.saturations.right.edge
    }
    let edges = [source.saturations.left.edge, source.saturations.right.edge].flatMap {
      [$0, $0.nextDown, -$0, -$0.nextDown]
    }
    let borders = CellArguments.borders(source, stride: Thorough.isAsked ? 32 : 256)
    return CellArguments.random(source, count: Thorough.count(300, usual: 40))
      + CellArguments.turns(oracle)
      + CellArguments.edges(source) + borders + borders.map { -$0 } + right
      + edges.filter(\.isFinite)
  }

  @Test(arguments: oracles) func truths(_ oracle: Oracle) {
    let source = TruthSource(oracle)
    let failures = truthFailures(oracle, at: Self.arguments(oracle), source.truth)
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(arguments: Thorough.some(oracles, usual: 10)) func fineCells(_ oracle: Oracle) {
    let arguments = Self.arguments(oracle).map { Double(Float($0)) }
    let failures = FineCellTests.failures(oracle, arguments.filter { $0.isFinite && $0 != 0 })
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(arguments: Thorough.some(oracles, usual: 8)) func roundings(_ oracle: Oracle) throws {
    let arguments = RoundingTests.arguments(Float.self, oracle)
    let failures = try roundingFailures(oracle, at: arguments) {
      try oracle.rounded(at: $0, to: Float.self, $1)
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Cells decide nearly everything: their bounds are small but next to zeros of the truth.
  @Test(arguments: oracles.filter { !$0.function.isPolynomial }) func bounds(_ oracle: Oracle) {
    let source = TruthSource(oracle)
    let arguments = Self.arguments(oracle).filter {
      source.isOnCells($0) && $0.magnitude > CellTable.tiny
        && source.truth(at: $0).hi.magnitude > 0x1p-1000
    }
    let wide = arguments.filter { source.truth(at: $0).relativeBound > 0x1p-60 }
    #expect(
      wide.isEmpty && arguments.count > 100,
      "\(wide.count) of \(arguments.count): \(wide.prefix(5))")
  }
}
