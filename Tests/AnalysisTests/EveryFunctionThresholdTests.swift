import FloatingPointFormats
import Functions
import Oracle
import TestSupport
import Testing

@testable import Analysis

/// The division of all inputs by kind of result, for functions and derivatives without a committed table.
@Suite struct EveryFunctionThresholdTests {
  static let oracles: [Oracle] = Function.all.flatMap { f in
    f.definition.orders.map { Oracle(f, derivative: $0) }
  }.filter { $0.derivative > 1 || !Function.tabulated.contains($0.function) }

  /// Ends of stretches, and inputs at random, are of the class that the oracle finds.
  private func check<T: BinaryFormat>(_: T.Type, _ oracle: Oracle) throws {
    let classifier = Classifier<T>(oracle: oracle)
    let partition = try Partition(classifier)
    #expect(try partition.firstDefect(oracle) == nil)
    var random = SplitMix64(seed: 9)
    for _ in 0..<60 {
      let last = T.largestFinite.ordinal
      let x = T(ordinal: Int.random(in: -last...last, using: &random))
      let own = partition.stretches.first { $0.from <= x.ordinal && x.ordinal <= $0.to }
      #expect(try own?.kind == classifier.exact(at: x), "\(x)")
    }
  }

  @Test(arguments: Thorough.some(oracles, usual: 5)) func divisionsHold(_ oracle: Oracle) throws {
    try check(Float16.self, oracle)
    try check(BFloat16.self, oracle)
    try check(Float.self, oracle)
    try check(Double.self, oracle)
  }

  /// sigmoid rounds to 1 from 17.4 on in float32 and never to zero above −104; tanh never to zero.
  @Test func knownPlaces() throws {
    let sigmoid = try Thresholds(Oracle(.sigmoid), .float32)
    #expect(
      sigmoid.limitFrom.map { $0.value.hasPrefix("17.32") } == true,
      "\(String(describing: sigmoid.limitFrom))")
    #expect(
      sigmoid.zeroThrough.map { $0.value.hasPrefix("-103.97") } == true,
      "\(String(describing: sigmoid.zeroThrough))")
    #expect(try Thresholds(Oracle(.tanh), .float32).zeroThrough == nil)
  }

  /// Every turning point of f and f′ is a landmark with certified digits.
  @Test(arguments: Function.all.filter { $0.definition.orders.contains(2) })
  func landmarks(_ f: Function) throws {
    let found = try Landmark.all(of: f)
    for k in 0...1 {
      let turns = Oracle(f).turningPoints(derivative: k)
      #expect(found.count { $0.target.derivative == k } == turns.count, "\(f.name): \(turns)")
    }
  }
}
