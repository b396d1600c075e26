import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Parts that are merged are what one walk over all inputs gives, in every field.
@Suite struct MergeTests {
  /// Outputs with NaN, an infinity, wrong signs, lost results and disorder among right ones.
  private static func output(_ x: BFloat16, _ i: Int) -> BFloat16 {
    switch i % 41 {
    case 7: BFloat16(nearest: .nan)
    case 13: BFloat16(nearest: .infinity)
    case 19: x.negated
    case 23: BFloat16(nearest: 0)
    case 29: BFloat16(nearest: 1.01 * x.double)
    default: BFloat16(nearest: 0.5 * x.double)
    }
  }

  /// Every tenth value, and all next to zero.
  private static let inputs: [BFloat16] = Set((-3000...3000).map { $0 * 10 } + Array(-200...200))
    .sorted().map { BFloat16(ordinal: $0) }

  private func judged(_ judge: Judge, _ ranges: [Range<Int>]) throws -> [Accumulator] {
    let inputs = Self.inputs
    var cursor = Cursor()
    return try ranges.map { range in
      var part = Accumulator(judge.map)
      for i in range {
        let (x, y) = (inputs[i], Self.output(inputs[i], i))
        try judge.judge(
          x: x.double, y: y.double, input: UInt64(x.bitPattern), output: UInt64(y.bitPattern),
          &cursor, &part)
      }
      return part
    }
  }

  @Test func partsAreTheWhole() throws {
    let judge = try Judge(Target(.gelu), Signature(.bfloat16), flush: .none)
    let n = Self.inputs.count
    var whole = try #require(try judged(judge, [0..<n]).first)
    // Merging lists the special values by their bits, a walk as it meets them.
    whole.specials.sort { $0.input < $1.input }
    let parts = try judged(judge, [0..<997, 997..<2500, 2500..<2501, 2501..<n])
    for order in [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]] {
      var merged = Accumulator(judge.map)
      for i in order { merged.merge(parts[i]) }
      #expect(merged == whole)
    }
    // The case has something in each field.
    let classes = whole.classes
    #expect(classes.nanForNumber > 0 && classes.infiniteForFinite > 0 && classes.wrongSign > 0)
    #expect(classes.flushed > 0 && classes.notMonotone > 0 && classes.exceedsInput > 0)
    #expect(whole.specials.count > 2 && whole.rungs.doubleDouble > 0)
    #expect(
      whole.regions.contains { $0.faithful > 0 && !$0.worst.candidates.isEmpty && $0.maxSteps > 0 })
    #expect(whole.regions.contains { !$0.nonFinite.isEmpty && $0.nonFiniteColumns != 0 })
  }
}
