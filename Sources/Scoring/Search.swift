import FloatingPointFormats
import Kernels
import Oracle

/// Looks for the largest error where not every input can be tried.
///
/// Strata first: points in every binade of both signs and in every region. Then bisection of the
/// input line, as in Gladman, Innocente, Mather and Zimmermann, "Accuracy of mathematical functions
/// in single, double, extended double and quadruple precision" (HAL 03141101): intervals are halved,
/// a few points tried in each half, and the halves with the largest errors kept: some of each
/// stratum, so that a narrow peak, as at the zero of a derivative, is not crowded out by a broad
/// range of large errors. What is found is walked over neighbour by neighbour. Rounds repeat with new
/// points until the budget is spent.
///
/// Seeded: the same count gives the same inputs and the same score on every machine.
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
  fileprivate func largest(in range: Range<Int>) -> Double {
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

/// How long a search goes on.
public enum SearchBudget: Sendable, Hashable {
  case seconds(Double)
  /// At least so many inputs, to the end of the step: repeatable.
  case count(Int)

  var count: Int? {
    if case .count(let n) = self { return n }
    return nil
  }
}

/// Searches for the largest error of a kernel.
///
/// - Throws: what the kernel throws, an `OracleError`, or a `ScoringError`.
public func searchScore<T: BinaryFormat>(
  _ kernel: any Kernel<T>, against oracle: Oracle, _ budget: SearchBudget, seed: UInt64,
  flush: FlushModel = .none, progress: @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> Score {
  let callers = kernel.inCallersEnvironment
  return try FloatingPointEnvironment.standard.run {
    try searchedScore(callers, oracle, budget, seed: seed, flush: flush, progress: progress)
  }
}

private func searchedScore<T: BinaryFormat>(
  _ kernel: any Kernel<T>, _ oracle: Oracle, _ budget: SearchBudget, seed: UInt64,
  flush: FlushModel, progress: @Sendable (Int, Int) -> Void
) throws -> Score {
  let judge = try Judge(oracle, T.name, flush: flush)
  var search = Search(judge, seed: seed)
  var total = Accumulator(judge.map)
  let start = ContinuousClock.now

  func isSpent() -> Bool {
    switch budget {
    case .count(let n): return total.numbers >= n
    case .seconds(let s): return ContinuousClock.now - start >= .seconds(s)
    }
  }

  /// Scores the inputs and returns the sizes of their errors.
  func score(_ ordinals: [Int]) throws -> [(ordinal: Int, size: Double)] {
    let inputs = ordinals.map { T(ordinal: $0) }
    var outputs = [T](repeating: T(bitPattern: 0), count: inputs.count)
    try inputs.withUnsafeBufferPointer { x in
      try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    var cursor = Cursor()
    return try zip(inputs, outputs).map { x, y in
      // Points of a search are no neighbours: order is not judged.
      cursor.previous = nil
      try judge.judge(
        x: x.double, y: y.double, input: UInt64(x.bitPattern), output: UInt64(y.bitPattern),
        &cursor, &total)
      guard y.isFiniteValue else { return (x.ordinal, y.isNaNValue ? 0 : .infinity) }
      return (x.ordinal, try judge.size(x.double, y.double, at: nil))
    }
  }

  repeat {
    var goesOn = true
    while goesOn && !isSpent() {
      goesOn = search.take(try score(search.next()))
      if case .count(let n) = budget { progress(total.numbers, n) }
    }
    let worst = total.regions.flatMap { $0.worst.candidates.prefix(3) }
    let places = worst.map { T(position: $0.position).ordinal }
    _ = try score(search.neighbours(of: places))
  } while !isSpent()

  return try total.score(
    judge, kernel: kernel.description.name,
    inputs: InputSummary(
      kind: "search", count: total.scored, requested: budget.count, seed: seed), isExact: false)
}
