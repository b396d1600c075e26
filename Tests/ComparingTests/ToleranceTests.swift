import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Comparing

/// The rules of usual tests, at their bounds and beside them.
@Suite struct ToleranceTests {
  private static func rule(_ name: String, _ format: FormatName) throws -> Tolerance {
    try #require(Tolerance.defaults(for: format).first { $0.name == name })
  }

  @Test func everyFormatHasRules() {
    for format in FormatName.allCases {
      let names = Tolerance.defaults(for: format).map(\.name)
      #expect(Set(names).count == names.count && names.count >= 6, "\(format)")
    }
  }

  /// |a − b| ≤ atol + rtol·|b|, of which b alone counts.
  @Test func theBound() throws {
    let torch = try Self.rule("torch.testing.assert_close", .float32)
    let allowed: Double = 1e-5 + 1.3e-6 * 2
    #expect(torch.passes(actual: 2 + allowed * 0.999, desired: 2))
    #expect(!torch.passes(actual: 2 + allowed * 1.001, desired: 2))
    let half = torch.ratio(actual: 2 - allowed / 2, desired: 2)
    #expect((half - 0.5).magnitude < 1e-9)
    let strict = try Self.rule("numpy.testing.assert_allclose", .float32)
    #expect(strict.passes(actual: 0, desired: 0) && strict.ratio(actual: 0, desired: -0.0) == 0)
    #expect(!strict.passes(actual: 1e-45, desired: 0))
    #expect(strict.ratio(actual: 1e-45, desired: 0) == .infinity)
    // Nothing is allowed of types that torch's table does not have.
    let eight = try Self.rule("torch.testing.assert_close", .float8E4M3FNSaturating)
    #expect(eight.passes(actual: 1, desired: 1) && !eight.passes(actual: 1.125, desired: 1))
  }

  @Test(arguments: [
    ("torch.testing.assert_close", FormatName.float16, false, false),
    ("torch.allclose", .float32, false, false),
    ("numpy.allclose", .float64, false, false),
    ("numpy.testing.assert_allclose", .float32, true, false),
    ("jax.numpy.allclose", .bfloat16, false, false),
    ("jax's own tests", .bfloat16, true, false),
    ("ONNX Runtime's own tests", .float32, true, false),
    // There the desired value is asked twice.
    ("ONNX Runtime's own tests", .float16, true, true),
  ]) func whatIsNoNumber(_ name: String, _ format: FormatName, _ both: Bool, _ any: Bool) throws {
    let rule = try Self.rule(name, format)
    #expect(rule.passes(actual: .nan, desired: .nan) == both)
    #expect(rule.passes(actual: 1, desired: .nan) == any)
    #expect(!rule.passes(actual: .nan, desired: 1))
    #expect(rule.passes(actual: .infinity, desired: .infinity))
    #expect(!rule.passes(actual: -.infinity, desired: .infinity))
    #expect(!rule.passes(actual: 1, desired: .infinity))
    #expect(!rule.passes(actual: .infinity, desired: .greatestFiniteMagnitude))
  }

  /// float32 GELU by erf is off by 1.7e7 ulp in the tail, and torch's defaults pass it with room to spare.
  @Test func aLostTailPasses() throws {
    let kernel = try #require(
      Catalogue.kernel(named: "erf", for: Float.self) as? BatchKernel<Float>)
    let sweep = try ToleranceSweep<Float, Float>(Target(.gelu))
    let question = Question(
      Target(.gelu), Signature(.float32), inputs: .sample(count: 20000, seed: 1),
      region: -12...8)
    try sweep.add(kernel, question, threads: 2) { _, _ in }
    let verdicts = try sweep.verdicts()
    let torch = try #require(verdicts.first { $0.name == "torch.testing.assert_close" })
    #expect(torch.passes && torch.failing == 0 && torch.ratio ?? 1 < 0.1)
    let strict = try #require(verdicts.first { $0.name == "numpy.testing.assert_allclose" })
    #expect(!strict.passes && strict.ratio ?? 0 > 1e6 && strict.failing > 1000)
    // The exact results pass everywhere, and use nothing of what is allowed.
    let right = try ToleranceSweep<Float, Float>(Target(.gelu))
    let truth = try RoundedTruth<Float, Float>(Oracle(.gelu))
    try right.add(truth, question, threads: 2) { _, _ in }
    #expect(try right.verdicts().allSatisfy { $0.passes && $0.ratio == nil })
  }
}
