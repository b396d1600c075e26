/// An output that depends on more than its input.
package struct PositionFinding: Sendable, Equatable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// On where in the call its input stands, how long the call is, or how it is aligned.
    case position
    /// On the other inputs of the call.
    case neighbours
    /// On which call it is: the same call again gave another output.
    case call
    /// On dy otherwise than in proportion.
    case dy
    /// There is none: some calls fail, others with the same inputs do not.
    case crash
  }

  package var kind: Kind
  /// Bits in hex. `reference` is the output of the first call, which all others are held against; of
  /// the kind `dy` that at dy = 1.
  package var input: String
  package var reference: String
  package var output: String
  /// Which of how many inputs of the call it was, from 0.
  package var index: Int
  package var length: Int
  /// How many values after a multiple of 64 bytes the buffers started; nil where that was left open.
  package var offset: Int?
  /// How many inputs the call of the reference had.
  package var referenceLength: Int?
  /// What failed, where calls do.
  package var text: String?

  /// A call that failed: `text` says which do not.
  package static func failure(
    _ text: String, first: String, length: Int, offset: Int? = nil
  ) -> PositionFinding {
    PositionFinding(
      kind: .crash, input: first, reference: "", output: "", index: 0, length: length,
      offset: offset, text: text)
  }

  package var line: String {
    if let text { return text }
    if kind == .dy {
      return "dy: not linear in dy: \(input) gives \(reference) at dy = 1, but \(output) at dy = 2"
    }
    // What comes of the length alone comes at each place.
    let element =
      index < 0 ? "in a call of \(length)" : "as element \(index) of \(length)"
    let place = element + (offset.map { ", \($0) off alignment" } ?? "")
    let first = referenceLength.map { " in a call of \($0)" } ?? ""
    return "\(kind.rawValue): \(input) gives \(reference)\(first), but \(output) \(place)"
  }
}

/// What a check of positions found.
package struct PositionReport: Sendable, Equatable, Codable {
  /// What the calls differed in.
  package var scope = PositionScope()
  /// How many calls were made, and how many outputs compared.
  package var calls = 0
  package var compared = 0
  /// How many inputs showed each kind; each input counts once, for what it showed first.
  package var counts: [String: Int] = [:]
  /// The first of each kind, in the order of the passes.
  package var findings: [PositionFinding] = []

  package init() {}

  package var isClean: Bool { findings.isEmpty }

  /// Adds one that was met elsewhere.
  package mutating func add(_ finding: PositionFinding) {
    counts[finding.kind.rawValue, default: 0] += 1
    findings.append(finding)
  }

  /// The verdict in one line, with what it covers.
  package var line: String {
    guard let first = findings.first else { return "outputs \(scope.line)" }
    guard first.kind != .crash else { return first.line }
    let inputs = counts.values.reduce(0, +)
    return "outputs depend on more than their input at \(inputs) inputs; \(first.line)"
  }
}
