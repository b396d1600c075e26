import FloatingPointFormats
import Functions
import Scoring

/// Inputs on which kernels are told apart.
package enum DiscriminatingSet {
  /// Every input of a format of 8 or 16 bits, of the NaNs one. Of a wider one the usual samples of the functions
  /// that have built-in kernels, with every landmark; and, where two candidates agree on all of those,
  /// inputs at which they part, as far as so many random ones show any.
  package static func inputs<X: BinaryFormat>(
    _: X.Type, _ signature: Signature, telling candidates: [Candidate], threads: Int
  ) throws -> [X] {
    if X.name.keepsAllTruths {
      let all = (0..<1 << UInt64(X.width)).map { X(position: $0) }
      return all.filter { !$0.isNaNValue } + [X.quietNaN]
    }
    var positions: Set<UInt64> = []
    for function in [Function.gelu, .geluTanh, .geluSigmoid, .silu] {
      for order in 0...1 {
        let target = Target(function, derivative: order)
        positions.formUnion(
          try samplePositions(.sample(count: strata, seed: InputSet.usualSeed), target, signature))
      }
    }
    let base = positions.sorted().map { X(position: $0) }
    return base + (try parting(X.self, base, candidates, threads: threads))
  }

  /// Strata of each of the eight samples.
  private static let strata = 12_000
  /// Random inputs that twins are tried on, and how many are kept of those where two part.
  private static let (tried, kept) = (1 << 16, 4)

  /// Inputs where candidates that agree on all of `base` part.
  private static func parting<X: BinaryFormat>(
    _: X.Type, _ base: [X], _ candidates: [Candidate], threads: Int
  ) throws -> [X] {
    let bits = base.map(\.bits)
    let known = try Parallel.map(0..<candidates.count, threads: threads) {
      try candidates[$0].outputs(bits)
    }
    let twins = Dictionary(grouping: candidates.indices, by: { known[$0] }).values
      .filter { $0.count > 1 }
    guard !twins.isEmpty else { return [] }
    var random = SplitMix64(seed: InputSet.usualSeed)
    let more = (0..<tried).map { _ in X(nearest: Double.random(in: -14...14, using: &random)) }
    let moreBits = more.map(\.bits)
    let among = twins.flatMap(\.self)
    let outputs = try Parallel.map(0..<among.count, threads: threads) {
      try candidates[among[$0]].outputs(moreBits)
    }
    let answers = Dictionary(uniqueKeysWithValues: zip(among, outputs))
    var found: Set<Int> = []
    for group in twins {
      for (a, b) in zip(group, group.dropFirst()) {
        guard let first = answers[a], let second = answers[b] else { continue }
        found.formUnion(first.indices.lazy.filter { first[$0] != second[$0] }.prefix(kept))
      }
    }
    return found.sorted().map { more[$0] }
  }
}
