import CHotLoop
import FloatingPointFormats
import Oracle
import Testing

@testable import Scoring

@Suite struct RepeatedBlocksTests {
  private let size = Int(hot_block)

  /// A block of right float16 results of x, from an input on, in a cell where the truth is x.
  private func place(
    _ blocks: inout RepeatedBlocks, _ from: Float, _ fine: FineCell, wrongAt: Int? = nil
  ) -> Int? {
    let x = (-1..<size).map { Float(ordinal: from.ordinal + $0) }
    var y = x.map { Float(Float16($0)) }
    if let wrongAt { y[wrongAt + 1] = Float(Float16(x[wrongAt + 1]).nextUp) }
    var cell = hot_cell(fine, isNegative: from < 0, FormatName.float16.parameters)
    cell.direction = 1
    return x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return nil }
        return blocks.place(x + 1, y + 1, size, &cell)
      }
    }
  }

  @Test func aBlockServesItsLikeInItsCellAlone() throws {
    let source = TruthSource(Oracle(.relu))
    let fine = source.fineCell(at: 20)
    var blocks = RepeatedBlocks(precision: Float16.precision)
    defer { blocks.deallocate() }
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    result.initialize(to: hot_result())
    result.pointee.correct = 77

    blocks.enter(fine, isNegative: false)
    let first = try #require(place(&blocks, 16, fine))
    #expect(blocks[first] == nil)
    blocks.keep(result, at: first)
    #expect(blocks[first]?.pointee.correct == 77)
    // A period is 2^14 inputs: the next but one has the same last bits, and so has another power of two.
    let period = Float(ordinal: Float(16).ordinal + 1 << 14)
    #expect(place(&blocks, period, fine) == first && place(&blocks, 64, fine) == first)
    #expect(place(&blocks, Float(ordinal: Float(16).ordinal + 1 << 13), fine) != first)
    // Entered again, the cell keeps them; another one does not.
    blocks.enter(fine, isNegative: false)
    #expect(blocks[first] != nil)
    blocks.enter(fine, isNegative: true)
    #expect(blocks[first] == nil)
  }

  @Test func blocksThatBeginElsewhereStartAnew() throws {
    let fine = TruthSource(Oracle(.relu)).fineCell(at: 20)
    var blocks = RepeatedBlocks(precision: Float16.precision)
    defer { blocks.deallocate() }
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    result.initialize(to: hot_result())
    blocks.enter(fine, isNegative: false)
    let first = try #require(place(&blocks, 16, fine))
    blocks.keep(result, at: first)
    let shifted = try #require(place(&blocks, Float(ordinal: Float(16).ordinal + 3), fine))
    #expect(shifted == first && blocks[first] == nil)
  }

  @Test func whatIsNotRightOrNeedsTheJudgeIsNotKept() throws {
    let fine = TruthSource(Oracle(.relu)).fineCell(at: 20)
    var blocks = RepeatedBlocks(precision: Float16.precision)
    defer { blocks.deallocate() }
    blocks.enter(fine, isNegative: false)
    for wrong in [0, 1, size - 1] { #expect(place(&blocks, 16, fine, wrongAt: wrong) == nil) }
    // Results of the format's subnormal range have other errors.
    #expect(place(&blocks, 0x1p-15, fine) == nil)
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    for spoil: WritableKeyPath<hot_result, Int64> in [\.exceptions, \.wilds] {
      result.initialize(to: hot_result())
      result.pointee[keyPath: spoil] = 1
      blocks.keep(result, at: 0)
      #expect(blocks[0] == nil)
    }
    result.initialize(to: hot_result())
    result.pointee.kinds = 4
    blocks.keep(result, at: 0)
    #expect(blocks[0] == nil)
  }
}
