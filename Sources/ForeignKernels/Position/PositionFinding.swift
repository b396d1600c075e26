/// An output that depends on more than its input.
package struct PositionFinding: Sendable, Equatable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// On where in the call its input stands, how long the call is, or how it is aligned.
    case position
    /// On the other inputs of the call.
    case neighbours
    /// On which call it is: the same call again gave another output.
    case call
  }

  package var kind: Kind
  /// Bits in hex. `reference` is the output of the first call, which all others are held against.
  package var input: String
  package var reference: String
  package var output: String
  /// Which of how many inputs of the call it was, from 0.
  package var index: Int
  package var length: Int
  /// How many values after a multiple of 64 bytes the buffers started; nil where that was left open.
  package var offset: Int?

  package var line: String {
    let place = "element \(index) of \(length)" + (offset.map { ", \($0) off alignment" } ?? "")
    return "\(kind.rawValue): \(input) gives \(reference), but \(output) as \(place)"
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

  package var isClean: Bool { findings.isEmpty }

  /// The verdict in one line, with what it covers.
  package var line: String {
    guard let first = findings.first else { return "outputs do not depend on \(scope.line)" }
    let inputs = counts.values.reduce(0, +)
    return "outputs depend on more than their input at \(inputs) inputs; \(first.line)"
  }
}
