import FloatingPointFormats
import Functions
import Kernels
import TestSupport
import Testing

@testable import Oracle
@testable import Scoring

/// Structure of kernels that read one format and write another.
@Suite struct MixedStructureTests {
  /// The truth, rounded once.
  private func right<X: BinaryFormat, Y: BinaryFormat>(
    _ oracle: Oracle, _: X.Type, _: Y.Type
  ) -> MixedBatchKernel<X, Y> {
    let source = TruthSource(oracle, for: Y.name)
    return MixedBatchKernel<X, Y>(KernelDescription(name: "right", oracle.target)) {
      inputs, outputs in
      for (i, x) in inputs.enumerated() {
        let p = try Prepared(x.double, source.truth(at: x.double), oracle, Y.parameters, Y.name)
        outputs[i] = Y(nearest: p.nearest)
      }
    }
  }

  private func isSound<X: BinaryFormat, Y: BinaryFormat>(
    _ oracle: Oracle, _: X.Type, _: Y.Type
  ) throws {
    let found = try structure(of: right(oracle, X.self, Y.self), against: oracle)
    #expect(found.isSound && found.inputs == 2 * X.largestFinite.ordinal + 2, "\(found)")
  }

  static let oracles = [
    Oracle(.gelu), Oracle(.gelu, derivative: 1), Oracle(.relu), Oracle(.tanh), Oracle(.softplus),
    Oracle(.hardswish),
  ]

  /// Narrower, of less range, saturating, and wider outputs.
  @Test(arguments: Thorough.some(oracles, usual: 3)) func correctRoundingKeepsAllRules(
    _ oracle: Oracle
  ) throws {
    try isSound(oracle, BFloat16.self, Float8E4M3FN.self)
    try isSound(oracle, BFloat16.self, Float16.self)
    try isSound(oracle, Float16.self, Saturating<Float8E5M2>.self)
    try isSound(oracle, Float16.self, Float.self)
  }

  /// Each rule is broken by one output, which is named in the outputs' bits at the input's.
  @Test(arguments: [
    (StructureRule.number, 1.0, Double.nan), (.monotone, 2, 1.25), (.sign, -1, 0.125),
    (.bounded, 0.015625, 0.03125),
  ]) func oneWrongOutput(_ rule: StructureRule, _ at: Double, _ wrong: Double) throws {
    let (oracle, place) = (Oracle(.gelu), BFloat16(nearest: at))
    let right = right(oracle, BFloat16.self, Float8E4M3FN.self)
    let kernel = MixedBatchKernel<BFloat16, Float8E4M3FN>(right.description) { x, y in
      try right.evaluate(x, into: y)
      for i in x.indices where x[i] == place { y[i] = Float8E4M3FN(nearest: wrong) }
    }
    let found = try structure(of: kernel, against: oracle)
    let broken = try #require(found.defects.first { $0.rule == rule.rawValue }, "\(found)")
    let first = broken.ranges.first { $0.from == place.hexBits }
    #expect(first?.output == Float8E4M3FN(nearest: wrong).hexBits, "\(broken)")
    #expect(found.signature == Signature(input: .bfloat16, output: .float8E4M3FN))
  }

  /// The rule of symmetry says the identity that the function has.
  @Test(arguments: [
    (Oracle(.gelu), "f(x) and f(−x) differ by x to within rounding (gradients: add up to 1)"),
    (
      Oracle(.gelu, derivative: 1),
      "f(x) and f(−x) differ by x to within rounding (gradients: add up to 1)"
    ),
    (Oracle(.tanh), "f(x) = −f(−x) to within rounding"),
    (Oracle(.erfc), "f(x) = 2 − f(−x) to within rounding"),
    (Oracle(.sigmoid), "f(x) = 1 − f(−x) to within rounding"),
    (Oracle(.tanh, derivative: 1), "f′(x) = f′(−x) to within rounding"),
  ]) func symmetryByName(_ oracle: Oracle, _ text: String) {
    #expect(StructureRules(oracle).text(.symmetry) == text)
  }
}
