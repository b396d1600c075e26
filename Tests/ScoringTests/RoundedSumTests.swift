import FloatingPointFormats
import Functions
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// A bias that is added in the inputs' format, told from errors of the kernel's own.
@Suite struct RoundedSumTests {
  /// Against the hardware's addition, which rounds once: float32 by itself, the others as the sum of two of them is
  /// a double where neither is far below the other.
  @Test func theSumIsRoundedOnce() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<100_000 {
      let (x, a) = (
        Float(bitPattern: UInt32(truncatingIfNeeded: random.next())),
        Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      )
      guard x.isFinite, a.isFinite else { continue }
      let sum = SecondInput.bias.roundedSum(x.double, a.double, in: .float32)
      #expect(sum == (x + a).double, "\(x) + \(a)")
    }
    // A sum that a double rounds to the tie of two floats: the exact one lies beyond it, either way.
    let one = Double(Float(1) + Float.ulpOfOne)
    for (x, a, sum) in [
      (one, 0x1p-24 + 0x1p-40, one + 0x1p-23), (one, 0x1p-24 - 0x1p-40, one),
      (-one, -0x1p-24 - 0x1p-40, -one - 0x1p-23), (0x1p127, 0x1p127, .infinity),
    ] {
      #expect(SecondInput.bias.roundedSum(x, a, in: .float32) == sum)
    }
    #expect(SecondInput.bias.roundedSum(0x1p60, 0x1p-60, in: .float16) == .infinity)
    // 257 lies between 256 and 258 of bfloat16, and what is added is lost in a double.
    #expect(SecondInput.bias.roundedSum(257, 0x1p-90, in: .bfloat16) == 258)
    #expect(SecondInput.bias.roundedSum(257, -0x1p-90, in: .bfloat16) == 256)
    #expect(SecondInput.bias.roundedSum(1, 0x1p-60, in: .float64) == 1)
  }

  /// Outputs that round the sum first are right for it, all of them, and wrong for the exact one, some of them;
  /// outputs that do not are the other way round.
  @Test(arguments: [Function.gelu, .silu, .geluTanh]) func bothWays(_ function: Function) throws {
    func check<T: BinaryFormat>(_: T.Type, _ a: Double) throws {
      let target = Target(function, second: .bias)
      let (bias, plain) = (T(nearest: a), Oracle(function))
      let x = (0..<2000).map { T(nearest: -10 + 20 * Double($0) / 2000) }
      let exact = try #require(Oracle(target).row(bias.double))
      let rounded = try x.map {
        T(
          nearest: try plain.rounded(
            at: SecondInput.bias.roundedSum($0.double, bias.double, in: T.name), to: T.name))
      }
      let right = try x.map { T(nearest: try exact.rounded(at: $0.double, to: T.name)) }
      for (y, isRounded) in [(rounded, true), (right, false)] {
        let score = try scoreData(
          "k", against: target, x: x, second: x.map { _ in bias }, y: y)[0]
        let sum = try #require(score.roundedSum)
        let distinct = Set(x.map(\.bitPattern)).count
        #expect(score.numbers == distinct && sum.numbers == distinct)
        #expect((sum.correctlyRounded == distinct) == isRounded, "\(score)")
        #expect((score.correctlyRounded == distinct) == !isRounded, "\(score)")
        #expect(score.description.contains("correctly rounded for x + bias rounded to \(T.name)"))
      }
    }
    try check(BFloat16.self, 0.1)
    try check(Float16.self, -1.7)
    try check(Float.self, 0.3)
  }

  /// Scores without a bias say nothing of it.
  @Test func onlyOfABias() throws {
    let x: [Float] = [1, 2]
    let score = try scoreData(
      "k", against: Target(.relu, second: .up), x: x, second: x, y: [1, 4])[0]
    #expect(score.roundedSum == nil && !score.description.contains("bias rounded"))
  }
}
