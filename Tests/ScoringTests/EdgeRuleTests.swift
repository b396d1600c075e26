import CEnvironment
import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// The rules at the edges: flush models, infinite errors, errors of one ulp exactly, tiny inputs, and
/// the floating-point environment.
@Suite struct EdgeRuleTests {
  private func given<T: BinaryFormat>(
    _ pairs: [(T, T)], _ oracle: Oracle, _ flush: FlushModel = .none
  ) throws -> Score {
    let sorted = pairs.sorted { $0.0.position < $1.0.position }
    let scorer = try OutputScorer<T>(
      "given", against: oracle, inputs: .positions(sorted.map(\.0.position)), flush: [flush])
    try sorted.map(\.1).withUnsafeBufferPointer { try scorer.add(from: 0, $0) }
    return try scorer.scores()[0]
  }

  /// |G| just below the smallest normal number is excused, and at it not.
  @Test func ftzAtTheSmallestNormal() throws {
    for bits: UInt64 in [0x001f_ffff_ffff_fff8, 0x001f_ffff_ffff_ffff, 0x8020_0000_0000_0000] {
      let pair = (Double(bitPattern: bits), 0.0)
      #expect(try given([pair], Oracle(.gelu), .ftz).maxUlp < 1)
      #expect(try given([pair], Oracle(.gelu)).classes.flushed == 0)
    }
    let normal = try given([(0x1p-1021, 0.0)], Oracle(.gelu), .ftz)
    #expect(normal.classes.flushed == 1 && normal.maxUlp > 1e15)
  }

  /// +0 for a truth that rounds to −0, hot loop and list, whole and in pieces.
  @Test(arguments: FlushModel.allCases) func zerosOfEitherSign(_ flush: FlushModel) throws {
    let first = Int(Float(-14.35607).position) - 40
    let x = (first..<first + 40).map { Float(position: UInt64($0)) }
    let zeros = [Float](repeating: 0, count: 40)
    let list = try given(Array(zip(x, zeros)), Oracle(.gelu), flush)
    let scorer = try OutputScorer<Float>(
      "given", against: Oracle(.gelu), inputs: .exhaustive, flush: [flush])
    for from in [0, 7, 8] {
      let to = from == 0 ? 7 : from == 7 ? 8 : 40
      try zeros[from..<to].withUnsafeBufferPointer { try scorer.add(from: first + from, $0) }
    }
    var hot = try scorer.scores()[0]
    hot.question = list.question
    expectSame(&hot, list)
    #expect(list.meanUlp > 0.4 && list.classes.lostZeroSign == 40)
  }

  /// daz+ftz lets a subnormal input count as zero, and f′(0) is 1/2.
  @Test func dazExcusesNoZeroOfADerivative() throws {
    let slope = try given([(Float(0x1p-130), Float(0))], Oracle(.silu, derivative: 1), .dazFtz)
    #expect(slope.classes.flushed == 1 && slope.correctlyRounded == 0)
    let relu = try given([(Float(0x1p-130), Float(0))], Oracle(.relu, derivative: 1), .dazFtz)
    #expect(relu.classes.flushed == 0 && relu.correctlyRounded == 1)
    // The smallest normal input is none of those.
    for derivative in 0...1 {
      let pair = (Float.leastNormalMagnitude, Float(0))
      let normal = try given([pair], Oracle(.relu, derivative: derivative), .dazFtz)
      #expect(normal.classes.flushed == 1 && normal.correctlyRounded == 0)
    }
  }

  /// NaN and infinity have infinite errors, the first two are named, finite ones fill the list.
  @Test func nonFiniteErrors() throws {
    let pairs = (0..<40).map { i -> (Float, Float) in
      let x = 1 + Float(i) / 64
      return (x, i % 4 == 3 ? .nan : i % 4 == 2 ? .infinity : x)
    }
    let score = try given(pairs, Oracle(.gelu))
    #expect(score.maxUlp == .infinity && score.maxUlpInput == score.worst[0].input)
    #expect(score.worst.count == 10 && score.worst.count { $0.ulp.isInfinite } == 2)
    #expect(score.worst[1].steps == nil && score.maxUlpInput == "0x3f840000")
    let finite = try given(pairs.filter { $0.1.isFinite }, Oracle(.gelu))
    #expect(score.maxFiniteUlp == finite.maxUlp && score.maxFiniteUlpInput == finite.maxUlpInput)
    #expect(finite.maxFiniteUlp == finite.maxUlp && score.meanUlp == finite.meanUlp)
    // At −∞ the limit is −0.
    for (zero, lost) in [(Float(0), 1), (-0.0, 0)] {
      let score = try given([(-Float.infinity, zero)], Oracle(.gelu))
      #expect(score.classes.lostZeroSign == lost)
    }
    // An infinite input has no error.
    #expect(try given([(Float.infinity, .nan)], Oracle(.gelu)).maxUlp == 0)
  }

  /// Of equal errors the first input is named first, within a region and across two.
  @Test func equalErrorsAreInOrderOfInput() throws {
    let inputs: [Float] = [-3, -2, 1, 1.25, 1.5]
    let pairs = inputs.map { x in (x, x < 0 ? 3 * Float.leastNonzeroMagnitude : x + 3 * x.ulp) }
    let score = try given(pairs, Oracle(.relu))
    #expect(score.worst.map(\.ulp) == [3, 3, 3, 3, 3])
    let bits = inputs.map { FormatName.float32.hex(UInt64($0.bitPattern)) }
    #expect(score.worst.map(\.input) == bits)
    #expect(score.maxUlpInput == "0xc0400000")
  }

  @Test func oneUlpExactlyIsNotFaithful() throws {
    for f in Function.tabulated where !f.isPiecewiseLinear {
      let half = try given([(Float(0), Float(0.5).nextUp)], Oracle(f, derivative: 1))
      #expect(half.faithful == 0 && half.maxUlp == 1)
    }
    #expect(try given([(-100.0, (-1.0).nextDown)], Oracle(.leakyReLU)).faithful == 0)
  }

  /// Between 2^−100 and 2^−60 a float64 error is known beyond x/2.
  @Test func tinyInputs() throws {
    let x = Double(bitPattern: 0x3c2f_ffff_ffff_ffff)
    let up = try given([(x, Double(bitPattern: 0x3c20_0000_0000_0001))], Oracle(.gelu))
    #expect(abs(up.meanUlp - up.maxUlp) < 1e-3 && up.maxUlp < 2.9938)
    let right = try given([(x, x / 2)], Oracle(.gelu))
    #expect(right.meanUlp > 0.005 && right.meanUlp < 0.0075)
  }

  @Test(arguments: [UInt64(0x8040), 0x2000, 0x4000, 0x6000])
  func environmentChangesNothing(_ bits: UInt64) throws {
    #if arch(x86_64)
      func all() throws -> [Score] {
        let options = ScoringOptions(inputs: .sample(count: 1000, seed: 4), threads: 2)
        func sound<T: BinaryFormat>(_ kernel: any Kernel<T>) -> BatchKernel<T> {
          BatchKernel(kernel.description) { x, y in
            try FloatingPointEnvironment.standard.run { try kernel.evaluate(x, into: y) }
          }
        }
        return [
          try score(
            sound(Catalogue.kernel(named: "erfc", for: Float.self)), against: Oracle(.gelu), options
          ),
          try score(
            sound(Catalogue.kernel(named: "erfc", for: BFloat16.self)), against: Oracle(.gelu),
            options),
          try score(
            sound(Catalogue.kernel(named: "erfc", for: Double.self)), against: Oracle(.gelu),
            options),
        ]
      }
      let usual = try all()
      let before = fks_get_environment()
      fks_set_environment(fks_environment(control: 0x1f80 | bits, legacy: before.legacy))
      let result = Result { try all() }
      let after = fks_get_environment()
      fks_set_environment(before)
      let isSame = try result.get() == usual
      #expect(isSame && after.control & 0xe040 == bits & 0xe040)
    #endif
  }
}
