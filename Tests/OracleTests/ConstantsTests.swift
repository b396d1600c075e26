import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Functions with other constants, at the ends of what is admitted: the same checks as for the
/// usual ones.
@Suite struct ConstantsTests {
  static let names = [
    "gelu-sigmoid(scale=0.0625)", "gelu-sigmoid(scale=1024)", "gelu-tanh(scale=0.0625,cubic=0)",
    "gelu-tanh(scale=0.0625,cubic=1024)", "gelu-tanh(scale=1024,cubic=0)",
    "gelu-tanh(scale=1024,cubic=1024)", "gelu-tanh(scale=0.7978845608,cubic=0.0455399241)",
    "gelu-tanh(cubic=0.04)", "leaky-relu(slope=0)", "leaky-relu(slope=1)", "leaky-relu(slope=0.2)",
  ]
  static let functions = names.compactMap { Function(named: $0) }

  @Test func namesReadBack() {
    #expect(Self.functions.count == Self.names.count)
    #expect(Self.functions.map(\.name) == Self.names)
    #expect(Function(named: "gelu-sigmoid(scale=1.7020)") == .geluSigmoid)
    for bad in [
      "gelu-sigmoid(scale=0.06)", "gelu-sigmoid(scale=1025)", "gelu(scale=2)",
      "gelu-tanh(cubic=-1)",
      "leaky-relu(slope=1.01)", "leaky-relu(slope=0.1,slope=0.1)", "leaky-relu(slope=)", "relu()",
      "silu(", "gelu-tanh(scale=1", "elo",
    ] {
      #expect(Function(named: bad) == nil, "\(bad)")
    }
  }

  @Test(arguments: functions, [0, 1]) func truths(_ f: Function, _ derivative: Int) {
    let oracle = Oracle(f, derivative: derivative)
    let source = TruthSource(oracle)
    var random = SplitMix64(seed: 91)
    let near = (0..<60).map { _ in -source.reach * Double.random(in: 0...1.1, using: &random) }
    let turns = CellArguments.turns(oracle).enumerated().filter { $0.offset % 16 == 0 }.map(
      \.element)
    let arguments = CellArguments.edges(source) + near + near.map { -$0 } + turns
    let failures = truthFailures(oracle, at: arguments, source.truth)
    #expect(failures.isEmpty, "\(failures)")
    let fine = FineCellTests.failures(
      oracle, arguments.map { Double(Float($0)) }.filter { $0.isFinite && $0 != 0 })
    #expect(fine.isEmpty, "\(fine)")
  }

  @Test(arguments: functions, [0, 1]) func roundings(_ f: Function, _ derivative: Int) throws {
    let oracle = Oracle(f, derivative: derivative)
    let arguments = RoundingTests.arguments(Float.self, oracle)
    let failures = try roundingFailures(oracle, at: arguments) {
      try oracle.rounded(at: $0, to: Float.self, $1)
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(arguments: functions.filter { !$0.isPiecewiseLinear }) func turningPoints(_ f: Function)
    throws
  {
    MPFloat.widenExponents()
    for order in 0...1 {
      let turns = Oracle(f).turningPoints(derivative: order)
      #expect(turns.count == order + 1, "\(f.name): \(turns)")
      // No other sign change as far as float64 results go, or gates steeper than e^−100.
      let edge = min(Oracle(f).saturation(below: -1074 - 64).edge, 512 * f.definition.gridStep)
      let signs = try #require(TurningPointTests.signs(f, order: order + 1, -edge, 0), "\(f.name)")
      #expect(TurningPointTests.changes(signs) == [-1, 1], "\(f.name)")
      let slope = Oracle(f, derivative: order + 1)
      let t = try #require(turns.first)
      #expect(slope.evaluated(Interval(t.nextDown, precision: 160)).isCertainlyNegative)
      #expect(slope.evaluated(Interval(t.nextUp, precision: 160)).isCertainlyPositive)
    }
  }
}
