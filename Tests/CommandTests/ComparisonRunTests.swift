import GELUAccuracy
import Testing

/// Two kernels compared from Swift, as a user's test does.
@Suite struct ComparisonRunTests {
  private static func kernel(_ name: String, _ body: @escaping @Sendable (Float) -> Float)
    -> BatchKernel<Float>
  {
    BatchKernel(
      KernelDescription(name: name, function: .relu, formula: "", usedBy: ""), scalar: body)
  }

  @Test func closures() throws {
    let run = ComparisonRun<Float, Float>(
      against: Oracle(.relu), inputs: .sample(count: 2000, seed: 1))
    let before = Self.kernel("before") { $0 > 0 || $0.isNaN ? $0 : $0 == 0 ? $0 : 0 }
    let after = Self.kernel("after") { $0 > 1e30 ? .infinity : $0 > 0 || $0.isNaN ? $0 : $0 * 0 }
    let comparison = try run.comparison(before, after)
    #expect(comparison.a == "before" && comparison.b == "after")
    let outputs = try #require(comparison.outputs)
    #expect(outputs.differing > 100 && outputs.onlyBRight.count == 0)
    #expect(outputs.closer.a + outputs.closer.neither == outputs.differing)
    let reasons = try comparison.breaches(of: .noWorse)
    #expect(reasons.contains { $0.hasPrefix("infinite_for_finite ") }, "\(reasons)")
    #expect(try run.comparison(before, before).breaches(of: .same).isEmpty)
    // A kernel of the catalogue is found by its name, and has the same outputs.
    let builtIn = try Catalogue.kernel(named: "relu", for: Float.self)
    #expect(try run.comparison(builtIn, before).breaches(of: .noInputWorse).isEmpty)
  }

  /// A part of the range, told of in order and from several threads.
  @Test func aRegion() throws {
    var run = ComparisonRun<BFloat16, BFloat16>(against: Oracle(.gelu), inputs: .exhaustive)
    run.region = -2...3
    run.threads = 3
    let (a, b) = (
      try Catalogue.kernel(named: "erf", for: BFloat16.self),
      try Catalogue.kernel(named: "tanh", for: BFloat16.self)
    )
    let part = try run.comparison(a, b)
    #expect(part.outputs?.compared == part.outputs?.regions.map(\.compared).reduce(0, +))
    #expect(part.outputs?.closer.firstB?.input.hasPrefix("0x") != false)
    run.threads = 1
    #expect(try run.comparison(a, b).outputs == part.outputs)
  }
}
