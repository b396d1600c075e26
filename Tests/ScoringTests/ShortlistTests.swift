import CHotLoop
import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// Errors known to within a slack: whatever may be among the largest stays on the list.
@Suite struct ShortlistTests {
  /// The places of the errors that are kept beside a list of ten errors of one size.
  private func kept(
    _ errors: [Double], above floor: Double, from: UInt64 = 0, _ sizes: ErrorSizes = .near,
    outputs: [Float]? = nil
  ) -> [Int] {
    let inputs = errors.indices.map { Float($0) }
    var ten = TopList()
    for k in 0..<UInt64(floor == 0 ? 0 : TopList.capacity) {
      ten.insert(Candidate(position: from + k, input: 0, output: 0, size: floor))
    }
    var list = Shortlist<Float, Float>(of: ten)
    list.add(inputs, outputs ?? inputs, errors, count: errors.count, slack: 0.25, sizes)
    return list.entries.map { Int($0.input) }.sorted()
  }

  @Test func whatMayReachTheFloorIsKept() {
    let errors = [1, 0.8, -0.75, 0.7, -1.25]
    #expect(kept(errors, above: 1) == [0, 1, 2, 4])
    #expect(kept(errors, above: 1, .exact) == [4])
  }

  /// The tenth of 64 is 1.75 at least: 1.5 may be as large, 1.25 not.
  @Test func whatTenExceedForCertainIsNot() {
    let errors = (0..<64).map { $0 < 10 ? 2 : $0 < 20 ? 1.5 : 1.25 }
    #expect(kept(errors, above: 0) == Array(0..<20))
  }

  /// Of equal errors, known exactly, those before the last of the ten enter, in whatever order blocks come.
  @Test func theEarlierOfEqualsEnter() {
    let errors = Array(repeating: 1.0, count: 200)
    #expect(kept(errors, above: 1, .exact) == [])
    #expect(kept(errors, above: 1, from: Float(3).position, .exact) == [0, 1, 2, 3])
    #expect(kept(errors, above: 0, .exact) == Array(0..<10))
  }

  /// Where the truth is one number, ten of a run of equal outputs stand for all of it.
  @Test func tenOfOneOutputEnter() {
    let errors = Array(repeating: 1.0, count: 60)
    let outputs = (0..<60).map { Float($0 < 20 ? 1 : $0 < 25 ? 2 : 1) }
    #expect(kept(errors, above: 0, outputs: outputs) == Array(0..<60))
    #expect(
      kept(errors, above: 0, .ofOneTruth, outputs: outputs)
        == Array(0..<10) + Array(20..<25) + Array(25..<35))
  }

  /// A block whose errors seem too small to be ranked, but for the slack.
  @Test func whatTheSlackMayHideIsRanked() throws {
    let judge = try Judge(Target(.gelu), Signature(.float32), flush: .none)
    var blocks = HotBlocks<Float, Float>(judge)
    defer { blocks.deallocate() }
    let (x, y) = (Float(1), Float(0.8413447).nextUp)
    blocks.result.initialize(to: hot_result())
    (blocks.result.pointee.ordinary, blocks.result.pointee.largest) = (1, 0x1p-7)
    withUnsafeMutableBytes(of: &blocks.result.pointee.e) {
      $0.bindMemory(to: Double.self)[0] = 0x1p-7
    }
    var cursor = Cursor()
    cursor.advance(to: x.ordinal, judge.map)
    var total = Accumulator(judge.map)
    try blocks.take(
      blocks.result, [x], [y], 1, slack: 2, .near, cursor, &total, truth: { _ in 0.8413447 })
    try blocks.settle(&total)
    let size = try judge.size(x.double, y.double, at: nil)
    #expect(size > 0.4 && total.regions[cursor.region].worst.candidates.map(\.size) == [size])
  }
}
