import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import Testing

@testable import Scoring

@Suite struct AccumulatorTests {
  @Test func sumsDoNotDependOnOrder() {
    var random = SplitMix64(seed: 7)
    let terms = (0..<2000).map { _ in
      Double.random(in: -1...1, using: &random)
        * pow(2, Double.random(in: -60...900, using: &random))
    }
    var one = ExactSum()
    terms.forEach { one.add($0) }
    var parts = [ExactSum](repeating: ExactSum(), count: 7)
    for (i, x) in terms.shuffled(using: &random).enumerated() { parts[i % 7].add(x) }
    let merged = parts.reversed().reduce(into: ExactSum()) { $0.merge($1) }
    #expect(one.value == merged.value)
    // Exact: everything taken away again leaves nothing.
    var rest = merged
    terms.forEach { rest.add(-$0) }
    #expect(rest.value == 0)
    // Ordinary addition would not do: it depends on the order.
    #expect(terms.reduce(0, +) != terms.sorted().reduce(0, +))
  }

  /// Subnormal numbers have the smallest normal ones' exponent.
  @Test func subnormalNumbersAddUp() {
    var sum = ExactSum()
    [0x1p-1074, 0x1p-1022, 3 * 0x1p-1074].forEach { sum.add($0) }
    #expect(sum.value == 0x1p-1022 + 0x1p-1072)
    sum.add(-0x1p-1022)
    #expect(sum.value == 0x1p-1072)
  }

  /// Errors and their squares count in multiples of 2^−24, the nearest ones, small and large.
  @Test func ordinaryErrorsAreRoundedToTheNearest() {
    func sums(_ e: Double) -> [Double] {
      var sums = ErrorSums()
      sums.add(e)
      return [sums.magnitude, sums.signed, sums.squares].map { $0 * 0x1p24 }
    }
    // Squares of 0.5625 and of 0.25 units.
    #expect(sums(-0.75 * 0x1p-12) == [3072, -3072, 1])
    #expect(sums(0.5 * 0x1p-12) == [2048, 2048, 0])
    // Ties to even.
    #expect(sums(1.5 * 0x1p-24) == [2, 2, 0] && sums(-2.5 * 0x1p-24) == [2, -2, 0])
    // Beyond 2^10: a square of 2^44 + 3·2^21 + 9/16 units.
    let large = sums(0x1p10 + 3 * 0x1p-14)
    #expect(large[0] == 0x1p34 + 3072 && large[2] == 0x1p44 + 3 * 0x1p21 + 1)
  }

  @Test func sumsSurviveJSON() throws {
    var sum = ExactSum()
    [1e300, -3, 0x1p-1074, 0.1].forEach { sum.add($0) }
    let back = try JSONDecoder().decode(ExactSum.self, from: JSONEncoder().encode(sum))
    #expect(back == sum)
  }

  @Test(arguments: [1, 2, 3]) func threadsChangeNothing(_ threads: Int) throws {
    let kernel = try Catalogue.kernel(named: "tanh", for: Float.self)
    func run(_ threads: Int) throws -> Score {
      try score(
        kernel, against: Oracle(.gelu),
        ScoringOptions(inputs: .sample(count: 20_000, seed: 3), threads: threads))
    }
    #expect(try run(threads) == run(1))
  }

  @Test func topListIsTheSameInAnyOrder() {
    var random = SplitMix64(seed: 9)
    let all = (0..<500).map { i in
      Candidate(position: UInt64(i), input: UInt64(i), output: 0, size: Double(i * 37 % 70))
    }
    // Seven or eight of each size: of the second largest only the first inputs find room.
    let expected = all.sorted { ($1.size, $0.position) < ($0.size, $1.position) }
      .prefix(TopList.capacity)
    #expect(expected[0].size == 69 && expected[9].size == 68)
    for _ in 0..<20 {
      var (a, b) = (TopList(), TopList())
      for (i, c) in all.shuffled(using: &random).enumerated() {
        if i % 3 == 0 { a.insert(c) } else { b.consider(c.size) { c } }
      }
      a.merge(b)
      #expect(a.candidates == Array(expected))
    }
  }

  @Test func topListNamesAnInputOnce() {
    let one = Candidate(position: 7, input: 7, output: 0, size: 3)
    var list = TopList()
    list.insert(one)
    list.insert(one)
    list.merge(list)
    #expect(list.candidates == [one])
  }

  @Test func histogramBinsAreSeamless() {
    for x in [0, 0.124, 0.125, 0.5, 0.999, 1, 1.5, 2, 3.99, 4, 1e10, 1e300] {
      let (from, to) = Histogram.edges(Histogram.bin(x))
      #expect(from <= x && x < to, "\(x)")
    }
    for bin in 0..<200 { #expect(Histogram.edges(bin).to == Histogram.edges(bin + 1).from) }
  }

  /// The ends of an enclosure are excluded: between the edges of a bin it is in that bin.
  @Test(arguments: [(0.875, 1, 7), (1, 2, 8), (0.5, 0.625, 4), (-0.125, 0.125, 0)])
  func enclosuresFillTheirBin(_ from: Double, _ to: Double, _ bin: Int) {
    for sign in [1, -1] {
      let (middle, radius) = (Double(sign) * (from + to) / 2, (to - from) / 2)
      let full = ErrorEnclosure(estimate: middle, below: radius, above: radius)
      #expect(Judge.bin(full) == sign * bin)
      let below = ErrorEnclosure(estimate: middle, below: radius + 0x1p-40, above: radius)
      let above = ErrorEnclosure(estimate: middle, below: radius, above: radius + 0x1p-40)
      #expect(Judge.bin(below) == nil && Judge.bin(above) == nil)
    }
  }
}
