import FloatingPointFormats
import Oracle

/// The part of a search that looks everywhere.
///
/// Strata first: points in every binade of both signs and in every region. Then bisection of the
/// input line, as in Gladman, Innocente, Mather and Zimmermann, "Accuracy of mathematical functions
/// in single, double, extended double and quadruple precision" (HAL 03141101): intervals are halved,
/// a few points tried in each half, and the halves with the largest errors kept: some of each
/// stratum, so that a narrow peak, as at the zero of a derivative, is not crowded out by a broad
/// range of large errors. What is found is walked over neighbour by neighbour. Rounds repeat with new
/// points. Where errors are noise under a smooth envelope the halves kept are those of the luckiest
/// points: `Restarts` looks further around them.
struct Search {
  let judge: Judge
  private var random: SplitMix64
  /// Half-open stretches of ordinals with the largest error seen in each.
  private var intervals: [(stratum: Int, range: Range<Int>, size: Double)] = []
  private var steps = 0

  /// Stretches kept of each stratum.
  private static let kept = 2
  private static let pointsEach = 8
  private static let walk = 40

  init(_ judge: Judge, seed: UInt64) {
    self.judge = judge
    random = SplitMix64(seed: seed)
  }

  private var top: Int { judge.parameters.ordinal(of: judge.parameters.largestFinite) }

  /// The stretches a round begins with: regions, cut at every power of two.
  private func strata() -> [Range<Int>] {
    let binade = 1 << (judge.parameters.precision - 1)
    return judge.map.regions.flatMap { region -> [Range<Int>] in
      var cuts = [region.from]
      var next = (region.from / binade + (region.from >= 0 ? 1 : 0)) * binade
      if next <= region.from { next += binade }
      // Far from the curve one stretch in sixteen binades is enough.
      let stride = region.count / binade > 64 ? 16 : 1
      while next <= region.to {
        cuts.append(next)
        guard region.to - next >= binade * stride else { break }
        next += binade * stride
      }
      cuts.append(region.to + 1)
      return zip(cuts, cuts.dropFirst()).filter { $0 < $1 }.map { $0..<$1 }
    }
  }

  /// The inputs of the next step, ascending and without repetition.
  mutating func next() -> [Int] {
    if intervals.isEmpty {
      intervals = strata().enumerated().map { ($0.offset, $0.element, 0) }
      steps = 0
    }
    var points: Set<Int> = []
    for (_, range, _) in intervals {
      if range.count <= 4 * Search.pointsEach {
        points.formUnion(range)
      } else {
        for _ in 0..<Search.pointsEach { points.insert(Int.random(in: range, using: &random)) }
      }
    }
    return points.sorted()
  }

  /// Takes the sizes of the errors at those points, halves the stretches and keeps the worst; returns
  /// false when all are too short to halve, and the round is over.
  mutating func take(_ sizes: [(ordinal: Int, size: Double)]) -> Bool {
    var halves: [(stratum: Int, range: Range<Int>, size: Double)] = []
    for (stratum, range, _) in intervals {
      let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
      let isLong = range.count > 4 * Search.pointsEach
      for half in isLong ? [range.lowerBound..<middle, middle..<range.upperBound] : [range] {
        halves.append((stratum, half, sizes.largest(in: half)))
      }
    }
    steps += 1
    // Where results are as good as correctly rounded nothing is to be found, if anything is elsewhere.
    let most = halves.map(\.size).max() ?? 0
    let least = steps >= 3 && most > 0.6 ? 0.6 : 0
    intervals = Dictionary(grouping: halves, by: \.stratum).sorted { $0.key < $1.key }
      .flatMap { _, halves in
        halves.sorted {
          $0.size != $1.size ? $0.size > $1.size : $0.range.lowerBound < $1.range.lowerBound
        }.prefix(Search.kept)
      }.filter { $0.size >= least }
    if intervals.allSatisfy({ $0.range.count <= 4 * Search.pointsEach }) {
      intervals = []
      return false
    }
    return true
  }

  /// The neighbours of the worst inputs.
  func neighbours(of worst: [Int]) -> [Int] {
    Set(worst.flatMap { ($0 - Search.walk)...($0 + Search.walk) }).filter { abs($0) <= top }
      .sorted()
  }
}

extension [(ordinal: Int, size: Double)] {
  /// The largest size within a stretch; the points ascend.
  func largest(in range: Range<Int>) -> Double {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].ordinal < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var size = 0.0
    while low < count, self[low].ordinal < range.upperBound {
      size = Swift.max(size, self[low].size)
      low += 1
    }
    return size
  }
}
