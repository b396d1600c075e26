import FloatingPointFormats
import Foundation
import Oracle

/// What a run scores, in so far as parts of it must agree to be joined.
public struct RunIdentity: Codable, Sendable, Equatable {
  public var kernel: String
  public var function: String
  public var derivative: Int
  public var format: FormatName
  public var flush: FlushModel
  /// As the command takes it: `exhaustive`, `sample:N:SEED`.
  public var inputs: String
  public var region: [Double]?
  /// How many chunks the inputs are cut into.
  public var chunks: Int
}

/// A set of chunk numbers, as ascending ranges [from, to).
public struct ChunkSet: Codable, Sendable, Equatable {
  private(set) var ranges: [[Int]] = []

  public var count: Int { ranges.reduce(0) { $0 + $1[1] - $1[0] } }

  func contains(_ chunk: Int) -> Bool { ranges.contains { $0[0] <= chunk && chunk < $0[1] } }

  mutating func insert(_ chunk: Int) {
    let after = ranges.firstIndex { $0[0] > chunk } ?? ranges.count
    let joinsBefore = after > 0 && ranges[after - 1][1] == chunk
    let joinsAfter = after < ranges.count && ranges[after][0] == chunk + 1
    switch (joinsBefore, joinsAfter) {
    case (true, true):
      ranges[after - 1][1] = ranges[after][1]
      ranges.remove(at: after)
    case (true, false): ranges[after - 1][1] += 1
    case (false, true): ranges[after][0] -= 1
    case (false, false): ranges.insert([chunk, chunk + 1], at: after)
    }
  }

  /// Whether all ranges are ascending, apart, and within 0 ..< limit.
  func isValid(below limit: Int) -> Bool {
    var last = -1
    for r in ranges {
      guard r.count == 2, r[0] > last, r[0] < r[1], r[1] <= limit else { return false }
      last = r[1]
    }
    return true
  }
}

/// A score in parts: which chunks of a run are done, and what they add up to. Parts of one run join
/// in any order to the same bits, and can be kept in a file.
public struct PartialScore: Codable, Sendable, Equatable {
  public var identity: RunIdentity
  public internal(set) var done: ChunkSet
  public internal(set) var accumulator: Accumulator

  public var isComplete: Bool { done.count == identity.chunks }

  /// Joins another part of the same run.
  /// - Throws: `ScoringError` if it is of another run, or has chunks that this one has too.
  public mutating func merge(_ other: PartialScore) throws {
    guard other.identity == identity else {
      throw ScoringError(
        "parts of different runs: \(identity.summary) and \(other.identity.summary)")
    }
    let chunks = other.done.ranges.flatMap { $0[0]..<$0[1] }
    if let twice = chunks.first(where: { done.contains($0) }) {
      throw ScoringError("chunk \(twice) is in two of the parts; give each shard once")
    }
    chunks.forEach { done.insert($0) }
    accumulator.merge(other.accumulator)
  }

  init(_ identity: RunIdentity, _ accumulator: Accumulator) {
    self.identity = identity
    done = ChunkSet()
    self.accumulator = accumulator
  }

  /// The finished score.
  /// - Throws: `ScoringError` if chunks are missing.
  public func score() throws -> Score { try score(inputs: InputSet(identity.inputs)) }

  /// The same where the inputs were given one by one, which the identity does not hold.
  func score(inputs: InputSet) throws -> Score {
    guard isComplete else {
      throw ScoringError(
        "\(identity.chunks - done.count) of \(identity.chunks) chunks are missing from "
          + "\(identity.summary)")
    }
    guard let function = Function(named: identity.function) else {
      throw ScoringError("unknown function '\(identity.function)'")
    }
    let oracle = Oracle(function, derivative: identity.derivative)
    return try FloatingPointEnvironment.standard.run {
      let plan = try InputPlan(inputs, oracle, identity.format, region: identity.closedRegion)
      return try accumulator.score(
        Judge(oracle, identity.format, flush: identity.flush), kernel: identity.kernel,
        inputs: plan.summary, isExact: inputs == .exhaustive)
    }
  }
}

extension RunIdentity {
  var summary: String { "\(kernel) \(format.rawValue) against \(function), \(inputs)" }
  var closedRegion: ClosedRange<Double>? { region.map { $0[0]...$0[1] } }
}

extension InputSet {
  /// Reads `exhaustive`, `sample:N` and `sample:N:SEED`.
  /// - Throws: `ScoringError`, which says what may be written.
  public init(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("exhaustive", 1):
      self = .exhaustive
      return
    case ("sample", 2...3):
      guard let count = Int(parts[1]), (1...100_000_000).contains(count),
        let seed = parts.count == 3 ? UInt64(parts[2]) : InputSet.usualSeed
      else { break }
      self = .sample(count: count, seed: seed)
      return
    default: break
    }
    throw ScoringError("cannot read inputs '\(text)'; write exhaustive, sample:N or sample:N:SEED")
  }

  /// What `init(_:)` reads.
  public var text: String {
    switch self {
    case .exhaustive: "exhaustive"
    case .sample(let count, let seed): "sample:\(count):\(seed)"
    case .given(let list): "given:\(list.count)"
    }
  }
}
