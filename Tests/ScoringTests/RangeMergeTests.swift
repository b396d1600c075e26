import FloatingPointFormats
import Functions
import Kernels
import TestSupport
import Testing

@testable import Scoring

/// Ranges joined in any order are the ranges of one walk.
@Suite struct RangeMergeTests {
  /// Stretches of a line in which some inputs show a class, settled each by itself.
  private struct Line {
    let marked: [Bool]
    let positions: [UInt64]

    /// - Parameter dense: how many in a hundred inputs are marked.
    init(_ count: Int, dense: Int, _ random: inout SplitMix64) {
      var isMarked = false
      var place: UInt64 = 5
      (marked, positions) = (0..<count).reduce(into: ([], [])) { made, _ in
        // Runs of several, and single ones.
        if random.next() % 3 > 0 { isMarked = random.next() % 100 < dense }
        made.0.append(isMarked)
        place += random.next() % 4 == 0 ? 1 + random.next() % 9 : 1
        made.1.append(place)
      }
    }

    func part(_ range: Range<Int>) -> ClassRanges {
      var part = ClassRanges()
      for i in range where marked[i] { part.mark(.wrongSign, at: positions[i]) }
      part.settle(
        ScoredStretch(
          Array(positions[range]),
          before: range.lowerBound > 0 ? positions[range.lowerBound - 1] : nil))
      return part
    }

    /// All runs, by looking.
    var runs: [ClassRun] {
      marked.indices.filter { marked[$0] && ($0 == 0 || !marked[$0 - 1]) }.map { start in
        let end = marked[start...].firstIndex(of: false) ?? marked.count
        return ClassRun(
          left: start > 0 ? positions[start - 1] + 1 : positions[0], from: positions[start],
          to: positions[end - 1], count: end - start)
      }
    }
  }

  /// - Returns: the parts joined two by two, as they come at random.
  private func joined(_ parts: [ClassRanges], _ random: inout SplitMix64) -> ClassRanges {
    var heap = parts
    while heap.count > 1 {
      let other = heap.remove(at: Int(random.next() % UInt64(heap.count)))
      let i = Int(random.next() % UInt64(heap.count))
      heap[i].merge(other)
    }
    return heap[0]
  }

  @Test(arguments: [2, 30, 70, 98, 100]) func anyOrder(_ dense: Int) {
    var random = SplitMix64(seed: UInt64(dense))
    for _ in 0..<Fuzz.count(40) {
      let line = Line(400, dense: dense, &random)
      var cuts = Set((0..<Int(random.next() % 60)).map { _ in 1 + Int(random.next() % 399) })
      cuts.formUnion([0, 400])
      let edges = cuts.sorted()
      let parts = zip(edges, edges.dropFirst()).map { line.part($0..<$1) }
      let whole = line.part(0..<400)
      #expect(joined(parts, &random) == whole)
      let runs = line.runs
      guard let list = whole.lists[.wrongSign] else {
        #expect(runs.isEmpty)
        continue
      }
      #expect(list.runs == runs.count && list.inputs == line.marked.count { $0 })
      #expect(list.shown == (runs.count > 16 ? Array(runs.prefix(8) + runs.suffix(8)) : runs))
      // However many parts there are, a few ranges are kept.
      #expect(list.kept.count <= 18)
    }
  }

  /// Where parts are missing, what is kept does not depend on the order either.
  @Test func withGaps() {
    var random = SplitMix64(seed: 8)
    for _ in 0..<Fuzz.count(60) {
      let line = Line(600, dense: 50, &random)
      let some = (0..<60).filter { _ in random.next() % 3 > 0 }
      guard some.count > 1 else { continue }
      let parts = some.map { line.part($0 * 10..<$0 * 10 + 10) }
      let one = joined(parts, &random)
      #expect(one == joined(parts, &random))
      #expect(one.lists[.wrongSign]?.kept.count ?? 0 <= 16 + 2 * one.covered.spans.count)
    }
  }

  /// Neighbouring runs of two classes stay apart, and infinite inputs are in none.
  @Test func classesApart() {
    var ranges = ClassRanges()
    for i in 10..<20 { ranges.mark(i < 15 ? .flushed : .wrongSign, at: UInt64(i)) }
    ranges.markInfinite(.wrongSign, 20)
    ranges.settle(ScoredStretch(consecutive: 0..<40))
    #expect(ranges.lists[.flushed]?.kept == [ClassRun(left: 10, from: 10, to: 14, count: 5)])
    #expect(ranges.lists[.wrongSign]?.kept == [ClassRun(left: 15, from: 15, to: 19, count: 5)])
    #expect(ranges.lists[.wrongSign]?.infinite == [20])
  }

  /// A run of all inputs up to the last place there is.
  @Test func endOfTheLine() {
    var ranges = ClassRanges()
    ranges.mark(.numberForNan, from: .max - 2, to: .max, count: 3)
    ranges.settle(ScoredStretch([.max - 2, .max - 1, .max], before: nil))
    var other = ClassRanges()
    other.mark(.numberForNan, at: 0)
    other.settle(ScoredStretch([0], before: nil))
    ranges.merge(other)
    #expect(ranges.lists[.numberForNan]?.runs == 2)
    #expect(ranges.covered.spans.map(\.through) == [0, .max])
  }
}
