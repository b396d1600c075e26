import Digests
import FloatingPointFormats

/// Which inputs a kernel is scored on, in ascending order.
public enum InputSet: Sendable, Hashable {
  /// Every encoding of the format, NaNs included.
  case exhaustive
  /// A stratified sample of about so many inputs, with all landmarks; see `Sample` and `StratifiedSample`.
  case sample(count: Int, seed: UInt64)
  /// Inputs that somebody chose.
  case given(GivenInputs)
  /// Those that a search for the largest error came upon; the count is nil where a time was asked for.
  case search(count: Int?, seed: UInt64)

  public static let usualSeed: UInt64 = 20_240_229
  /// The most that a sample may be asked to have.
  static let mostInputs = 1_000_000_000_000

  /// What a kernel is scored on where nothing else is said: all inputs of a small format, and so many
  /// strata of another.
  public static func usual(for format: FormatName, strata: Int = 100_000) -> InputSet {
    format.keepsAllTruths ? .exhaustive : .sample(count: strata, seed: usualSeed)
  }

  /// These inputs, as ascending positions in totalOrder, none twice.
  public static func positions(_ list: [UInt64]) -> InputSet { .given(GivenInputs(list)) }
}

/// A list of inputs; two are the same if their counts and digests are.
public struct GivenInputs: Sendable, Hashable {
  public let count: Int
  /// SHA-256 of the positions in totalOrder, eight little-endian bytes each; nil where a contract tells
  /// of the list by its length alone.
  public let digest: String?
  /// Ascending, none twice; nil where only a score, or a part of one, tells of the list.
  public let positions: [UInt64]?

  package init(_ positions: [UInt64]) {
    count = positions.count
    self.positions = positions
    var sum = SHA256()
    for from in stride(from: 0, to: positions.count, by: 1 << 16) {
      positions[from..<min(from + (1 << 16), positions.count)].map(\.littleEndian)
        .withUnsafeBytes { sum.update($0) }
    }
    digest = sum.hexDigest()
  }

  /// Inputs that each have a second one, as ascending pairs of positions; they cannot be given again.
  init(pairs: [(UInt64, UInt64)]) {
    count = pairs.count
    positions = nil
    var sum = SHA256()
    for from in stride(from: 0, to: pairs.count, by: 1 << 15) {
      pairs[from..<min(from + (1 << 15), pairs.count)]
        .flatMap { [$0.0.littleEndian, $0.1.littleEndian] }.withUnsafeBytes { sum.update($0) }
    }
    digest = sum.hexDigest()
  }

  /// All inputs of a format, each with these second ones, as ascending positions.
  init(seconds: [UInt64], of format: FormatName) {
    count = seconds.count << format.width
    positions = nil
    digest = GivenInputs(seconds).digest
  }

  init(count: Int, digest: String?) {
    (self.count, self.digest, positions) = (count, digest, nil)
  }

  public static func == (a: GivenInputs, b: GivenInputs) -> Bool {
    a.count == b.count && a.digest == b.digest
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
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
      guard let count = Int(parts[1]), (1...InputSet.mostInputs).contains(count),
        let seed = parts.count == 3 ? UInt64(parts[2]) : InputSet.usualSeed
      else { break }
      self = .sample(count: count, seed: seed)
      return
    default: break
    }
    throw ScoringError(
      "cannot read inputs '\(text)'; write exhaustive, sample:N or sample:N:SEED, with N from 1 to "
        + "\(InputSet.mostInputs)")
  }

  /// What `init(_:)` reads, or `given:N` and `search:N:SEED`, which are only told of.
  public var text: String {
    switch self {
    case .exhaustive: "exhaustive"
    case .sample(let count, let seed): "sample:\(count):\(seed)"
    case .given(let given): "given:\(given.count)"
    case .search(let count, let seed): "search:\(count.map(String.init) ?? ""):\(seed)"
    }
  }

  /// The digest of a list; nil for sets that their text makes again.
  package var digest: String? {
    guard case .given(let given) = self else { return nil }
    return given.digest
  }

  /// What `text` and `digest` say.
  /// - Throws: `ScoringError` for what no run has.
  package init(text: String, digest: String?) throws {
    if text.hasPrefix("given:"), let count = Int(text.dropFirst(6)), count >= 0 {
      self = .given(GivenInputs(count: count, digest: digest))
      return
    }
    self = try InputSet(text)
    guard digest == nil else { throw ScoringError("'\(text)' has no digest") }
  }
}
