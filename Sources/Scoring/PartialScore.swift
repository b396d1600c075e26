import FloatingPointFormats
import Oracle

/// A score in parts: which chunks of a run are done, and what they add up to. Parts of one run join
/// in any order to the same bits, and can be kept in a file.
public struct PartialScore: Codable, Sendable, Equatable {
  public var identity: RunIdentity
  public internal(set) var done: ChunkSet
  public internal(set) var accumulator: Accumulator

  public var isComplete: Bool { done.count == identity.chunks }

  /// Joins another part of the same run.
  /// - Throws: `DifferentRun`; a `ScoringError` if it has chunks that this one has too.
  public mutating func merge(_ other: PartialScore) throws {
    if let difference = identity.difference(from: other.identity) { throw DifferentRun(difference) }
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
    guard inputs.text == identity.inputs, inputs.digest == identity.inputsDigest else {
      throw ScoringError("\(identity.summary): these are other inputs")
    }
    let oracle = try identity.oracle()
    return try FloatingPointEnvironment.standard.run {
      let plan = try InputPlan(inputs, oracle, identity.format, region: identity.closedRegion())
      return try accumulator.score(
        Judge(oracle, identity.format, flush: identity.flush), kernel: identity.kernel,
        inputs: plan.summary, isExact: inputs == .exhaustive)
    }
  }
}

/// Two parts that are not of one run; one line that says in what they differ.
public struct DifferentRun: Error, CustomStringConvertible {
  public let description: String
  /// What to say of the file that it is found in.
  public static let advice = "cannot be gone on from; give another file or remove it"

  init(_ difference: String) { description = "parts of different runs: \(difference)" }
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
