import FloatingPointFormats
import Functions
import Kernels
import Testing

@testable import Oracle
@testable import Scoring

/// Just below 2^−60, where rung 1 takes a value for x/2 and a little more, with constants that make it
/// much more: the hot loop says what the judge says.
@Suite struct TinyScaleTests {
  @Test(arguments: ["gelu-tanh(scale=1024,cubic=1024)", "gelu-sigmoid(scale=1024)", "gelu"])
  func agreesWithTheJudge(_ name: String) throws {
    let oracle = Oracle(try #require(Function(named: name)))
    for (sign, first) in [
      (Float(1), Int(Float(0x1p-60).position) - 6000), (-1, Int(Float(-0x1p-60).position) + 1),
    ] {
      let x = (first..<first + 6000).map { Float(position: UInt64($0)) }
      #expect(x.allSatisfy { $0.magnitude < 0x1p-60 && ($0 < 0) == (sign < 0) })
      // Right ones, and one or two places off either way.
      var random = SplitMix64(seed: 7)
      let y = x.map {
        Float(ordinal: ($0 / 2).ordinal + [0, 0, 0, 1, -1, 2][Int(random.next() % 6)])
      }
      let scorer = try OutputScorer<Float>("tiny", against: oracle, inputs: .exhaustive)
      try y.withUnsafeBufferPointer { try scorer.add(from: first, $0) }
      var fast = try scorer.scores()[0]
      let given = try OutputScorer<Float>(
        "tiny", against: oracle, inputs: .positions(x.map(\.position)))
      try y.withUnsafeBufferPointer { try given.add(from: 0, $0) }
      let slow = try given.scores()[0]
      fast.question = slow.question
      #expect(fast.rungs.polynomial > 5900, "\(fast.rungs)")
      expectSame(&fast, slow)
    }
  }
}
