import FloatingPointFormats
import Functions
import Kernels
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// Outputs of another format than the inputs: ulp, rounding and flushing are those of the outputs'.
@Suite struct MixedFormatTests {
  /// Any function of an input, as a kernel.
  struct Mapped<X: BinaryFormat, Y: BinaryFormat>: MixedKernel {
    let target: Target
    let body: @Sendable (X) throws -> Y
    var description: KernelDescription { KernelDescription(name: "mapped", target) }

    func evaluate(
      _ inputs: UnsafeBufferPointer<X>, into outputs: UnsafeMutableBufferPointer<Y>
    ) throws {
      for i in inputs.indices { outputs[i] = try body(inputs[i]) }
    }
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    let signature: Signature
    var testDescription: String { "\(signature)" }
  }

  static let pairs = FormatName.allCases.flatMap { input in
    FormatName.allCases.map { Pair(signature: Signature(input: input, output: $0)) }
  }

  /// The truth, rounded once, is right in all of it, whatever the formats.
  @Test(arguments: pairs) func theRoundedTruthIsRight(_ pair: Pair) throws {
    func check<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws {
      for target in [Target(.gelu), Target(.silu, derivative: 1)].prefix(
        Thorough.count(2, usual: 1))
      {
        let oracle = Oracle(target)
        let right = Mapped<X, Y>(target: target) { x in
          guard x.isFiniteValue else {
            return x.isNaNValue
              ? .quietNaN : Y(nearest: oracle.limitValue(at: x.double, in: Y.name))
          }
          return try oracle.rounded(at: x.double, to: Y.self)
        }
        let score = try score(
          right, against: oracle,
          ScoringOptions(
            inputs: .sample(count: Thorough.count(250, usual: 90), seed: 5), threads: 1))
        let finite = score.correctlyRounded
        #expect(score.question.signature == pair.signature)
        #expect(score.classes == ClassCounts(), "\(score.classes)")
        #expect(score.specials.count { !$0.ok } == 0, "\(score.specials.filter { !$0.ok })")
        #expect(score.maxUlp <= 0.5 && finite == score.numbers, "\(finite) of \(score.numbers)")
      }
    }
    try check(pair.signature.input.type, pair.signature.output.type)
  }

  /// Errors and counts against those that multiple precision gives input by input.
  @Test(arguments: [
    Signature(input: .float32, output: .bfloat16), Signature(input: .bfloat16, output: .float16),
    Signature(input: .float64, output: .float32), Signature(input: .float16, output: .float32),
  ]) func errorsAreThoseOfMultiplePrecision(_ signature: Signature) throws {
    func check<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws {
      let kernel = try Catalogue.kernel(named: "erf", from: X.self, to: Y.self)
      let inputs = InputSet.positions(
        try samplePositions(.sample(count: 400, seed: 2), Target(.gelu), signature))
      let plan = try InputPlan(Question(Target(.gelu), signature, inputs: inputs))
      let x = (0..<plan.count).map { X(position: plan.position($0)) }.filter(\.isFiniteValue)
      let oracle = Oracle(.gelu)
      var (largest, right) = (0.0, 0)
      try x.withUnsafeBufferPointer { x in
        try withUnsafeTemporaryAllocation(of: Y.self, capacity: x.count) { y in
          try kernel.evaluate(x, into: y)
          for (x, y) in zip(x, y) {
            let nearest = try oracle.rounded(at: x.double, to: Y.self)
            right += y.bitPattern == nearest.bitPattern ? 1 : 0
            guard y.isFiniteValue else { continue }
            let (lo, hi) = try oracle.ulpError(of: y.double, at: x.double, in: Y.parameters)
            largest = max(largest, lo.magnitude, hi.magnitude)
          }
        }
      }
      let score = try score(kernel, against: oracle, ScoringOptions(inputs: inputs))
      #expect(score.correctlyRounded == right && right < score.numbers)
      #expect((score.maxUlp / largest - 1).magnitude < 1e-8, "\(score.maxUlp), not \(largest)")
    }
    try check(signature.input.type, signature.output.type)
  }

  /// x rounded up is no larger than f(x) may be; the next value above it is.
  @Test func outputsAboveTheRoundedInput() throws {
    func large(_ steps: Int) throws -> Int {
      let up = Mapped<Float, BFloat16>(target: Target(.gelu)) { x in
        guard x > 8, x.isFinite else { return BFloat16(x) }
        return BFloat16(ordinal: BFloat16(Double(x), rounding: .up).ordinal + steps)
      }
      return try score(
        up, against: Oracle(.gelu), ScoringOptions(inputs: .sample(count: 900, seed: 3))
      ).classes.exceedsInput
    }
    #expect(try large(0) == 0)
    #expect(try large(1) > 100)
  }

  /// Where results are NaN beyond the outputs' range, that is the limit they come to.
  @Test func regionsEndWhereTheRangeDoes() throws {
    let map = try RegionMap(Target(.gelu), Signature(input: .float32, output: .float8E4M3FN))
    let last = try #require(map.regions.last)
    #expect(last.to == Float.largestFinite.ordinal && last.from < Float(1000).ordinal)
  }

  /// Rounding twice is seen: a fused epilogue rounds once, one that reads what was stored does not.
  @Test func storedInputsAreWorse() throws {
    func right(_ name: String) throws -> Int {
      let kernel = try Catalogue.kernel(named: name, from: Float.self, to: BFloat16.self)
      return try score(
        kernel, against: Oracle(.gelu), ScoringOptions(inputs: .sample(count: 3000, seed: 3))
      ).correctlyRounded
    }
    let (fused, stored) = (try right("best"), try right("best+stored"))
    #expect(fused > 2990 && stored < fused - 200, "\(fused), \(stored)")
  }

  /// A NaN that the outputs' format has beyond its range is right there; an infinity of a float32 is not.
  @Test func beyondTheRange() throws {
    let kernel = try Catalogue.kernel(named: "best", from: Float.self, to: Float8E4M3FN.self)
    let inputs = InputSet.positions([Float(1000), 1e30, .infinity].map(\.position))
    let score = try score(kernel, against: Oracle(.gelu), ScoringOptions(inputs: inputs))
    #expect(score.correctlyRounded == 2 && score.classes == ClassCounts())
  }
}
