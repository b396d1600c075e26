import FloatingPointFormats
import Oracle

/// A score in parts: which chunks of a run are done, and what they add up to. Parts of one run join
/// in any order to the same bits, and can be kept in a file.
package struct PartialScore: Codable, Sendable, Equatable {
  package var identity: RunIdentity
  package internal(set) var done: ChunkSet
  package internal(set) var accumulator: Accumulator

  package var isComplete: Bool { done.count == identity.chunks }

  /// Joins another part of the same run.
  /// - Throws: `DifferentRun`; a `ScoringError` if it has chunks that this one has too.
  package mutating func merge(_ other: PartialScore) throws {
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
  package func score() throws -> Score {
    guard isComplete else {
      throw ScoringError(
        "\(identity.chunks - done.count) of \(identity.chunks) chunks are missing from "
          + "\(identity.summary)")
    }
    return try score(isExact: identity.question.inputs == .exhaustive)
  }

  /// The score of the chunks that are done, nowhere exact.
  package func scoreSoFar() throws -> Score { try score(isExact: false) }

  /// How many inputs the chunks that are done have.
  package var scored: Int { accumulator.scored }

  private func score(isExact: Bool) throws -> Score {
    try FloatingPointEnvironment.standard.run {
      try accumulator.score(
        Judge(identity.question, weights: identity.weights), kernel: identity.kernel,
        identity.question, isExact: isExact)
    }
  }
}

/// Two parts that are not of one run; one line that says in what they differ.
package struct DifferentRun: Error, CustomStringConvertible {
  package let description: String
  /// What to say of the file that it is found in.
  package static let advice = "cannot be gone on from; give another file or remove it"

  init(_ difference: String) { description = "parts of different runs: \(difference)" }
}
