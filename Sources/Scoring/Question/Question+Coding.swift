import FloatingPointFormats
import Functions

/// The keys of a question, as they lie in a score, a contract, a part of a run.
enum QuestionKey: String, CodingKey {
  case function, derivative, dy, up, second, format, inputFormat, flush, inputs, inputsDigest,
    region
}

extension Target {
  /// dy as it is written: the bits of the format that it comes in, or of binary64 where that does not
  /// have it; nil for 1.
  package func dy(in format: FormatName) -> String? {
    derivative > 0 ? factor(in: format) : nil
  }

  /// The same of a factor of the value itself.
  package func up(in format: FormatName) -> String? {
    derivative == 0 ? factor(in: format) : nil
  }

  private func factor(in format: FormatName) -> String? {
    guard factor != 1 else { return nil }
    let bits = format.bits(of: factor)
    return format.value(bits: bits) == factor
      ? format.hex(bits) : FormatName.float64.hex(factor.bitPattern)
  }

  /// With the second input that a file names, if any.
  /// - Throws: `ScoringError`, where there is no such one, or it does not go with the derivative.
  package func with(second text: String?) throws -> Target {
    guard let text else { return self }
    guard let second = SecondInput(text), factor == 1 else {
      throw ScoringError("a second input of '\(text.printable)' is not scored")
    }
    let target = Target(function, second: second)
    guard target.derivative == derivative else {
      throw ScoringError("a second input \(second) goes with derivative \(target.derivative)")
    }
    return target
  }

  /// - Throws: `ScoringError`, where a file says something that no run asks.
  package init(
    function: String, derivative: Int, dy: String?, up: String? = nil, in format: FormatName
  ) throws {
    guard let known = Function(named: function) else {
      throw ScoringError("unknown function '\(function.printable)'")
    }
    guard (0...8).contains(derivative) else {
      throw ScoringError("derivative \(derivative) of a function is not scored")
    }
    guard let dy = dy ?? up else {
      self.init(known, derivative: derivative)
      return
    }
    let order = up == nil ? 1 : 0
    let format = dy.utf8.count == format.width / 4 + 2 ? format : .float64
    guard dy.hasPrefix("0x"), dy.utf8.count == format.width / 4 + 2,
      let bits = UInt64(dy.dropFirst(2), radix: 16),
      case let factor = format.value(bits: bits), factor.isFinite, factor != 0, derivative == order
    else { throw ScoringError("a \(up == nil ? "dy" : "factor") of \(dy.printable) is not scored") }
    self.init(known, derivative: derivative, factor: factor)
  }
}

extension Question: Codable {
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: QuestionKey.self)
    try self.init(
      from: decoder,
      inputs: InputSet(
        text: keys.decode(String.self, forKey: .inputs),
        digest: keys.decodeIfPresent(String.self, forKey: .inputsDigest)))
  }

  /// As people write it: what is left out of derivative, flush and inputs is the value, no flushing, and the
  /// usual inputs.
  package init(usualFrom decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: QuestionKey.self)
    let asked = try Asked(from: decoder, derivative: 0)
    let digest = try keys.decodeIfPresent(String.self, forKey: .inputsDigest)
    let text = try keys.decodeIfPresent(String.self, forKey: .inputs)
    self.init(
      asked.target, asked.signature,
      flush: try keys.decodeIfPresent(FlushModel.self, forKey: .flush) ?? .none,
      inputs: try text.map { try InputSet(text: $0, digest: digest) }
        ?? .usual(for: asked.signature.input))
  }

  public func encode(to encoder: any Encoder) throws {
    try encodeAllButInputs(to: encoder)
    var keys = encoder.container(keyedBy: QuestionKey.self)
    try keys.encode(inputs.text, forKey: .inputs)
    try keys.encodeIfPresent(inputs.digest, forKey: .inputsDigest)
  }

  /// The same where the inputs are told otherwise, as a score does.
  init(from decoder: any Decoder, inputs: InputSet) throws {
    let asked = try Asked(from: decoder)
    let keys = try decoder.container(keyedBy: QuestionKey.self)
    let ends = try keys.decodeIfPresent([Double].self, forKey: .region)
    if let ends, ends.count != 2 || !(ends[0] <= ends[1]) {
      throw ScoringError("a region has two ends, the lower first")
    }
    self.init(
      asked.target, asked.signature, flush: try keys.decode(FlushModel.self, forKey: .flush),
      inputs: inputs,
      region: ends.map { $0[0]...$0[1] })
  }

  func encodeAllButInputs(to encoder: any Encoder) throws {
    try asked.encode(to: encoder)
    var keys = encoder.container(keyedBy: QuestionKey.self)
    try keys.encode(flush, forKey: .flush)
    try keys.encodeIfPresent(region.map { [$0.lowerBound, $0.upperBound] }, forKey: .region)
  }
}
