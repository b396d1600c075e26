import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// The places of inputs: ends of a region, leads of chunks, landmarks, chunks that are done.
@Suite struct InputPlaceTests {
  @Test(arguments: FormatName.allCases) func endsOfARegion(_ format: FormatName) {
    let one = format.position(ordinal: format.parameters.ordinal(of: 1))
    #expect(format.position(least: 1) == one && format.position(above: 1) == one + 1)
    // Zero is both zeros.
    let zero: UInt64 = 1 << UInt64(format.width - 1)
    #expect(format.position(least: 0) == zero - 1 && format.position(above: 0) == zero + 1)
    #expect(format.position(above: -0.0) == zero + 1)
  }

  /// The last input of a chunk comes before the next one.
  @Test func leadsOfChunks() throws {
    let list = (0..<5000).map { UInt64(3 * $0) }
    let plan = try InputPlan(Question(Target(.gelu), Signature(.float32), inputs: .positions(list)))
    #expect(plan.chunks == 2 && plan.chunk(0).lead == nil)
    #expect(plan.chunk(1).lead == list[4095] && plan.chunk(1).positions == Array(list[4096...]))
    let whole = try InputPlan(Question(Target(.gelu), Signature(.float16), inputs: .exhaustive))
    #expect(whole.chunk(0).lead == nil && whole.chunk(1).lead == whole.chunk(0).positions.last)
  }

  /// Two neighbours on either side.
  @Test func neighboursOfLandmarks() throws {
    let map = try RegionMap.shared(Target(.gelu), Signature(.float32))
    let places = Set(Sample.landmarks(Oracle(.gelu), .float32, map))
    for x in [Float(1), -0.5, 0x1p-20, -0x1p100] {
      let ordinal = x.ordinal
      #expect(places.isSuperset(of: ordinal - 2...ordinal + 2), "\(x)")
      #expect(!places.contains(ordinal - 3) && !places.contains(ordinal + 3), "\(x)")
    }
  }

  /// Chunks in any order make the same ranges.
  @Test func chunksJoin() {
    for order in [[0, 1, 2, 5], [5, 2, 1, 0], [1, 0, 5, 2], [2, 0, 5, 1]] {
      var set = ChunkSet()
      order.forEach { set.insert($0) }
      #expect(set.ranges == [[0, 3], [5, 6]] && set.count == 4 && set.isValid(below: 6))
    }
  }
}
