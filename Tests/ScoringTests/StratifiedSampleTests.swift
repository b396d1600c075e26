import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

@Suite struct StratifiedSampleTests {
  private func sample(
    _ format: FormatName, _ count: Int, seed: UInt64 = 1, _ target: Target = Target(.gelu)
  ) throws -> StratifiedSample {
    try StratifiedSample(target, Signature(format), count: count, seed: seed)
  }

  /// Inputs ascend, none comes twice, and each rank and part gives what the whole gives.
  @Test(arguments: [FormatName.float64, .float32])
  func partsAreTheWhole(_ format: FormatName) throws {
    let sample = try sample(format, 60_000)
    let all = sample.positions(0..<sample.count)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0 < $1 })
    for rank in stride(from: 0, to: all.count, by: 7) {
      #expect(sample.position(rank) == all[rank])
      #expect(sample.rank(of: all[rank]) == rank && sample.rank(of: all[rank] + 1) == rank + 1)
    }
    #expect(sample.rank(of: 0) == 0 && sample.rank(of: all[all.count - 1] + 1) == all.count)
    for from in stride(from: 0, to: all.count - 999, by: 5003) {
      #expect(sample.positions(from..<from + 999) == Array(all[from..<from + 999]))
    }
    #expect(sample.positions(5..<5) == [])
  }

  /// Every landmark is there with its neighbours, both zeros, both infinities and the NaN.
  @Test(arguments: [Function.gelu, .silu, .leakyReLU])
  func landmarks(_ function: Function) throws {
    let target = Target(function)
    for format in [FormatName.float32, .float64] {
      let sample = try sample(format, 2_000, target)
      let all = Set(sample.positions(0..<sample.count))
      let map = try RegionMap.shared(target, Signature(format))
      let wanted =
        Sample.specialPositions(format)
        + Sample.landmarks(Oracle(target), format, map).map { format.position(ordinal: $0) }
      #expect(wanted.allSatisfy(all.contains))
    }
  }

  /// As many inputs lie in each region, in groups of binades and in pieces of the bend as those of a listed
  /// sample, and about as many as were asked for.
  @Test(arguments: [FormatName.float64, .float32])
  func sameStatistics(_ format: FormatName) throws {
    let count = 300_000
    let sample = try sample(format, count)
    let listed = try Sample(Target(.gelu), Signature(format), count: count, seed: 2).positions
    let drawn = sample.positions(0..<sample.count)
    #expect(abs(sample.count - count) < count / 100)

    func counts(_ positions: [UInt64], _ edges: [UInt64]) -> [Double] {
      let below = edges.map { edge in Double(positions.partitioningIndex { $0 >= edge }) }
      return zip(below, below.dropFirst()).map { $1 - $0 }
    }
    let map = try RegionMap.shared(Target(.gelu), Signature(format))
    let p = format.parameters
    let top = p.ordinal(of: p.largestFinite)
    let edges = [
      map.regions.map { format.position(ordinal: $0.from) },
      stride(from: -top, to: top, by: top / 16).map { format.position(ordinal: $0) },
      stride(from: -30.0, to: 12, by: 1.5).map { format.position(least: $0) },
    ]
    for edges in edges {
      for (a, b) in zip(counts(drawn, edges), counts(listed, edges)) {
        // Six standard deviations of the listed sample's count, and what it draws twice.
        #expect(abs(a - b) <= 6 * b.squareRoot() + 0.03 * b + 20)
      }
    }
  }

  /// Inside a cell inputs are anywhere in their stratum.
  @Test func placesAreEven() throws {
    let sample = try sample(.float64, 200_000)
    let cell = try #require(sample.cells.max { $0.count < $1.count })
    #expect(cell.count > 1000)
    var sums = [0, 0, 0, 0]
    for i in 0..<cell.count {
      let (first, width) = cell.stratum(i)
      let offset = sample.position(cell.rank + i) - first
      #expect(offset < width)
      sums[Int(Double(offset) / Double(width) * 4)] += 1
    }
    let quarter = Double(cell.count) / 4
    #expect(sums.allSatisfy { abs(Double($0) - quarter) < 6 * quarter.squareRoot() })
    // Strata leave nothing out.
    let last = cell.stratum(cell.count - 1)
    #expect(last.first + last.width == cell.first + cell.width)
  }

  @Test func seeds() throws {
    let (a, b) = (try sample(.float64, 5_000, seed: 1), try sample(.float64, 5_000, seed: 2))
    #expect(a.count == b.count)
    let (x, y) = (Set(a.positions(0..<a.count)), Set(b.positions(0..<b.count)))
    #expect(x == Set(try sample(.float64, 5_000, seed: 1).positions(0..<a.count)))
    let landmarks = Set(try sample(.float64, 1).positions(0..<10_000))
    #expect(x.symmetricDifference(y).count > 6_000 && x.isSuperset(of: landmarks))
  }

  /// A format of 16 bits has all its numbers in a sample that is large enough.
  @Test func smallFormats() throws {
    let sample = try sample(.bfloat16, 2_000_000)
    let all = sample.positions(0..<sample.count)
    let finite = all.filter { BFloat16(position: $0).isFiniteValue }
    #expect(finite.count == 65_280 && all.count == 65_283)
  }

  /// A region has those inputs of the sample that lie in it, and shards join to the score of the whole.
  @Test func regionsAndShards() throws {
    let question = Question(
      Target(.gelu), Signature(.float64), inputs: .sample(count: 1_200_000, seed: 3),
      region: -3...1)
    let plan = try InputPlan(question)
    let whole = try sample(.float64, 1_200_000, seed: 3)
    let inside = whole.positions(0..<whole.count).filter { (-3...1).contains(Double(position: $0)) }
    #expect(plan.count > 100_000 && plan.positions(0..<plan.count) == inside)
    #expect(plan.rank(of: inside[77]) == 77 && plan.rank(of: 0) == 0)
    #expect(plan.rank(of: .max) == plan.count)

    let relu = try Catalogue.kernel(named: "relu", for: Double.self)
    var options = ScoringOptions(inputs: question.inputs, region: 0...3, threads: 2)
    let once = try partialScore(relu, against: Oracle(.relu), options)
    options.shard = ScoringOptions.Shard(index: 1, of: 2)
    var part = try partialScore(relu, against: Oracle(.relu), options)
    options.shard = ScoringOptions.Shard(index: 0, of: 2)
    try part.merge(try partialScore(relu, against: Oracle(.relu), options))
    #expect(once.identity.chunks > 1)
    #expect(try part.score() == once.score())
  }
}
