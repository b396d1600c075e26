import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// What the vector loops leave to the judge though they know its error, and what they keep.
@Suite struct HandingOnTests {
  /// Every input whose output is listed, wherever it stands in a run, whether results are right or not.
  @Test(arguments: [Float.largestFinite, .smallestNormal, .smallestSubnormal], [Float(0.5), 0.75])
  func specialInputs(_ size: Float, _ slope: Float) throws {
    let judge = try Judge(Target(.gelu), Signature(.float32), flush: .none)
    for special in [size, -size] {
      let range = special.position - 40..<special.position + 41
      let inputs = range.map { Float(position: $0) }
      let found = try inputs.map { $0 * slope }.withUnsafeBufferPointer {
        try scoreConsecutive($0, judge, range)
      }
      let listed = inputs.map { UInt64($0.bitPattern) }.filter(judge.isSpecial)
      #expect(listed.contains(UInt64(special.bitPattern)))
      #expect(found.specials.map(\.input) == listed, "\(special.hexFloat) \(slope)")
    }
  }

  /// Zeros for numbers, where a model may excuse them.
  @Test(arguments: FlushModel.allCases) func zeros(_ flush: FlushModel) throws {
    let judge = try Judge(Target(.gelu), Signature(.float64), flush: flush)
    let part = try judgeList(judge, [1.0, 1.25, 1.5], [0.0, 0, 0], from: 0)
    #expect(part.classes.flushed == 3)
    #expect(part.rungs.polynomial == (flush == .none ? 3 : 0))
    #expect(part.rungs.doubleDouble == (flush == .none ? 0 : 3))
  }

  /// At 3·2^−149 gelu is 1.5 ulp and a little, which only multiple precision tells from 1.5.
  @Test(arguments: [(1.0, -4), (2, 3)]) func binsBesideAnEdge(_ ulps: Double, _ bin: Int) throws {
    let judge = try Judge(Target(.gelu), Signature(.float32), flush: .none)
    let open = ErrorEnclosure(estimate: ulps - 1.5, below: 0x1p-10, above: 0x1p-10)
    #expect(Judge.bin(open) == nil)
    #expect(
      try judge.oracle.certifiedBin(
        open, 3 * 0x1p-149, ulps * 0x1p-149, in: FormatName.float32.parameters) == bin)
  }

  /// Where results round to −0 the loop itself counts zeros of the wrong sign.
  @Test func zerosOfTheWrongSignStay() throws {
    let judge = try Judge(Target(.gelu), Signature(.float32), flush: .none)
    let first = Float(-15).position
    let part = try [Float](repeating: 0, count: 40).withUnsafeBufferPointer {
      try scoreConsecutive($0, judge, first..<first + 40)
    }
    #expect(part.classes.lostZeroSign == 40 && part.rungs.polynomial == 40)
  }
}
