import FloatingPointFormats
import Functions

/// A target in formats: what tables are kept by, and what everything measured tells of itself. Coded
/// flat, its keys lie beside those of what it is part of.
package struct Asked: Hashable, Sendable {
  package let target: Target
  package let signature: Signature

  package init(_ target: Target, _ signature: Signature) {
    (self.target, self.signature) = (target, signature)
  }
}

extension Asked: Codable {
  /// - Throws: `ScoringError` for a function or dy that there is not; `DecodingError`.
  package init(from decoder: any Decoder) throws { try self.init(from: decoder, derivative: nil) }

  /// - Parameter derivative: what is meant where it is left out; nil where it may not be.
  init(from decoder: any Decoder, derivative: Int?) throws {
    let keys = try decoder.container(keyedBy: QuestionKey.self)
    let output = try keys.decode(FormatName.self, forKey: .format)
    let input = try keys.decodeIfPresent(FormatName.self, forKey: .inputFormat) ?? output
    let said =
      try derivative == nil
      ? keys.decode(Int.self, forKey: .derivative)
      : keys.decodeIfPresent(Int.self, forKey: .derivative)
    let plain = try Target(
      function: keys.decode(String.self, forKey: .function), derivative: said ?? derivative ?? 0,
      dy: keys.decodeIfPresent(String.self, forKey: .dy),
      up: keys.decodeIfPresent(String.self, forKey: .up), in: input)
    let second = try keys.decodeIfPresent(String.self, forKey: .second)
    self.init(try plain.with(second: second), Signature(input: input, output: output))
  }

  package func encode(to encoder: any Encoder) throws {
    try target.encodeFlat(to: encoder)
    var keys = encoder.container(keyedBy: QuestionKey.self)
    try keys.encodeIfPresent(target.dy(in: signature.input), forKey: .dy)
    try keys.encodeIfPresent(target.up(in: signature.input), forKey: .up)
    try keys.encodeIfPresent(target.second?.description, forKey: .second)
    try keys.encode(signature.output, forKey: .format)
    if !signature.isUniform { try keys.encode(signature.input, forKey: .inputFormat) }
  }
}

extension Target {
  /// A target without dy, where there are no formats.
  package init(flatFrom decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: QuestionKey.self)
    try self.init(
      function: keys.decode(String.self, forKey: .function),
      derivative: keys.decode(Int.self, forKey: .derivative), dy: nil, in: .float64)
  }

  package func encodeFlat(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: QuestionKey.self)
    try keys.encode(function.name, forKey: .function)
    try keys.encode(derivative, forKey: .derivative)
  }
}
