extension Score {
  /// What was put in.
  public var inputs: InputSummary { InputSummary(question.inputs, count: scored) }
}

/// What was put in: `exhaustive`, `sample` or `search`, how many, and the seed of a sample.
public struct InputSummary: Codable, Sendable, Equatable {
  public var kind: String
  public var count: Int
  /// How many were asked for; a sample has its landmarks besides.
  public var requested: Int?
  public var seed: UInt64?
  /// Of a list, as `GivenInputs` has it.
  public var digest: String?

  init(_ set: InputSet, count: Int) {
    self.count = count
    switch set {
    case .exhaustive: kind = "exhaustive"
    case .sample(let n, let seed): (kind, requested, self.seed) = ("sample", n, seed)
    case .given(let given): (kind, digest) = ("sample", given.digest)
    case .search(let n, let seed): (kind, requested, self.seed) = ("search", n, seed)
    }
  }

  /// The set that this tells of.
  var set: InputSet {
    switch (kind, seed) {
    case ("exhaustive", _): .exhaustive
    case ("search", _): .search(count: requested, seed: seed ?? 0)
    case (_, let seed?): .sample(count: requested ?? count, seed: seed)
    default: .given(GivenInputs(count: count, digest: digest))
    }
  }
}
