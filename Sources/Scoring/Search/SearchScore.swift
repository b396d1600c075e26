import FloatingPointFormats
import Kernels
import Oracle

/// How long a search goes on.
package enum SearchBudget: Sendable, Hashable {
  case seconds(Double)
  /// At least so many inputs, to the end of the step: repeatable.
  case count(Int)

  package var count: Int? {
    if case .count(let n) = self { return n }
    return nil
  }
}

/// A search whose kernel failed, with the score of the inputs that it had answered.
package struct CutSearch: Error, CustomStringConvertible {
  package let score: Score
  package let error: any Error

  package var description: String { "\(error)" }
}

/// Searches for the largest error of a kernel where not every input can be tried: over the whole line
/// by strata and bisection, and around the largest errors found so far.
///
/// Seeded: the same count gives the same inputs and the same score on every machine, whatever the
/// number of threads.
///
/// - Parameter progress: told the inputs that were tried and are asked for, or the milliseconds.
/// - Throws: `CutSearch`, where the kernel failed after some inputs; what it throws before, an `OracleError`,
///   or a `ScoringError`.
package func searchScore<T: BinaryFormat>(
  _ kernel: any Kernel<T>, against oracle: Oracle, _ budget: SearchBudget, seed: UInt64,
  flush: FlushModel = .none, threads: Int = Parallel.cores,
  progress: @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> Score {
  let callers = kernel.inCallersEnvironment
  return try FloatingPointEnvironment.standard.run {
    try searched(
      callers, oracle, budget, seed: seed, flush: flush, threads: threads, progress: progress)
  }
}

private func searched<T: BinaryFormat>(
  _ kernel: any Kernel<T>, _ oracle: Oracle, _ budget: SearchBudget, seed: UInt64,
  flush: FlushModel, threads: Int, progress: @Sendable (Int, Int) -> Void
) throws -> Score {
  let question = Question(
    oracle.target, Signature(T.name), flush: flush,
    inputs: .search(count: budget.count, seed: seed))
  let judge = try Judge(question)
  var run = SearchRun(kernel, judge, seed: seed, threads: threads)
  let start = ContinuousClock.now
  func isSpent() -> Bool {
    switch budget {
    case .count(let n): return run.total.numbers >= n
    case .seconds(let s): return ContinuousClock.now - start >= .seconds(s)
    }
  }

  func score() throws -> Score {
    try run.total.score(judge, kernel: kernel.description.name, question, isExact: false)
  }
  func tell() {
    switch budget {
    case .count(let n): progress(min(n, run.total.numbers), n)
    case .seconds(let s):
      let all = Int(1000 * s)
      progress(min(all, Int((ContinuousClock.now - start) / .milliseconds(1))), all)
    }
  }

  do {
    repeat {
      var goesOn = true
      while goesOn && !isSpent() {
        goesOn = try run.step()
        tell()
      }
      try run.walk()
    } while !isSpent()
  } catch let error where run.total.scored > 0 { throw CutSearch(score: try score(), error: error) }
  return try score()
}

/// A search and what it has found.
struct SearchRun<T: BinaryFormat> {
  let kernel: any Kernel<T>
  let judge: Judge
  let threads: Int
  private(set) var total: Accumulator
  private var search: Search
  private var restarts: Restarts
  /// Inputs tried over the line, and around the best.
  private var counts = (line: 0, near: 0)
  /// False leaves the steps around the best out.
  var hasRestarts = true

  init(_ kernel: any Kernel<T>, _ judge: Judge, seed: UInt64, threads: Int) {
    self.kernel = kernel
    self.judge = judge
    self.threads = threads
    total = Accumulator(judge.map)
    search = Search(judge, seed: seed)
    restarts = Restarts(judge, seed: seed)
  }

  /// One step over the line and those around the best; false at the end of a round.
  mutating func step() throws -> Bool {
    let points = search.next()
    let sizes = try score(points)
    let goesOn = search.take(sizes)
    restarts.take(sizes)
    counts.line += points.count
    // Narrow peaks, as at the zero of a derivative, are met on the line alone: at first half of the
    // inputs are for it, a fifth when it has been seen often enough.
    let share = counts.line < 250_000 ? 1 : 4
    var isBroad = true
    while hasRestarts, counts.near < share * counts.line {
      let points = restarts.next(broad: isBroad)
      guard !points.isEmpty else { break }
      restarts.take(try score(points))
      counts.near += points.count
      isBroad = false
    }
    return goesOn
  }

  /// The neighbours of the worst inputs so far.
  mutating func walk() throws {
    let worst = total.regions.flatMap { $0.worst.candidates.prefix(3) }
    let places = worst.map { T(position: $0.position).ordinal }
    _ = try score(search.neighbours(of: places))
  }

  /// Scores the inputs and returns the sizes of their errors.
  private mutating func score(_ ordinals: [Int]) throws -> [(ordinal: Int, size: Double)] {
    let inputs = ordinals.map { T(ordinal: $0) }
    var outputs = [T](repeating: T(bitPattern: 0), count: inputs.count)
    try inputs.withUnsafeBufferPointer { x in
      try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    let (piece, results, judge) = (512, outputs, judge)
    let parts = try Parallel.map(0..<(inputs.count + piece - 1) / piece, threads: threads) { k in
      let range = k * piece..<min((k + 1) * piece, inputs.count)
      return try SearchRun.judged(judge, inputs[range], results[range])
    }
    for part in parts { total.merge(part.found) }
    return parts.flatMap(\.sizes)
  }

  struct Judged: Sendable {
    var found: Accumulator
    var sizes: [(ordinal: Int, size: Double)]
  }

  static func judged(
    _ judge: Judge, _ inputs: ArraySlice<T>, _ outputs: ArraySlice<T>
  ) throws -> Judged {
    var found = Accumulator(judge.map)
    var cursor = Cursor()
    let sizes = try zip(inputs, outputs).map { x, y in
      // Points of a search are no neighbours: order is not judged.
      cursor.previous = nil
      try judge.judge(
        x: x.double, y: y.double, input: UInt64(x.bitPattern), output: UInt64(y.bitPattern),
        &cursor, &found)
      guard y.isFiniteValue else { return (x.ordinal, y.isNaNValue ? 0 : Double.infinity) }
      return (x.ordinal, try judge.size(x.double, y.double, at: nil))
    }
    return Judged(found: found, sizes: sizes)
  }
}
