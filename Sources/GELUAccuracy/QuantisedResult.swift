import FloatingPointFormats
import Foundation
import Functions
import Scoring

/// The score of a kernel with a quantised end: of codes where it writes them, else of the numbers that it writes.
public enum QuantisedResult: Sendable {
  case codes(QuantisedScore)
  case numbers(DequantisedScore)

  /// What the kernel ran in.
  var environment: KernelEnvironment? {
    get {
      switch self {
      case .codes(let score): score.environment
      case .numbers(let score): score.score.environment
      }
    }
    set {
      switch self {
      case .codes(var score):
        score.environment = newValue
        self = .codes(score)
      case .numbers(var score):
        score.score.environment = newValue
        self = .numbers(score)
      }
    }
  }
}

/// The score of a kernel that reads codes and writes floating-point numbers. The score's inputs are the numbers that
/// the codes stand for, as float64, which has them exactly.
public struct DequantisedScore: Sendable {
  public var score: Score
  public var input: EndFormat
  /// The code of `score.maxUlpInput`.
  public var maxUlpCode: Int?

  init(_ score: Score, _ input: EndFormat) {
    (self.score, self.input) = (score, input)
    guard let name = input.integer, let q = input.quantisation else { return }
    maxUlpCode = FormatName.float64.value(hex: score.maxUlpInput).flatMap { x in
      name.codes.first { q.scale * Double($0 - q.zeroPoint) == x }
    }
  }
}

extension DequantisedScore: CustomStringConvertible {
  public var description: String {
    let worst = maxUlpCode.map { ", the largest error at code \($0)" } ?? ""
    return score.description
      + "\n  codes  the inputs are \(score.bound == .exact ? "all " : "")codes of \(input), given here as the numbers "
      + "they stand for\(worst)"
  }
}

/// The score's keys, and `input_format` with `max_ulp_code`.
extension DequantisedScore: Encodable {
  private enum Key: String, CodingKey { case inputFormat, maxUlpCode }

  public func encode(to encoder: any Encoder) throws {
    try score.encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(input, forKey: .inputFormat)
    try keys.encodeIfPresent(maxUlpCode, forKey: .maxUlpCode)
  }
}

/// Codes that a kernel reads or writes, judged.
struct QuantisedJudging {
  let target: Target
  let input, output: EndFormat
  let flush: FlushModel
  let threads: Int
  let progress: @Sendable (Int, Int) -> Void

  /// - Parameters:
  ///   - x: encodings of the inputs, and `y` of the outputs.
  ///   - inputs: what was put in; nil for recorded data.
  /// - Throws: `ScoringError`, `OracleError`.
  func result(
    _ kernel: String, x: [UInt64], y: [UInt64], inputs: InputSet?
  ) throws -> QuantisedResult {
    if case .quantised(let name, let q) = output {
      return .codes(
        try scoreCodes(
          kernel, CodeQuestion(target, input, name, q), x: x, y: y, inputs: inputs,
          threads: threads, progress: progress))
    }
    guard case .quantised(let name, let q) = input, case .float(let format) = output else {
      preconditionFailure("one end is quantised")
    }
    let numbers = x.map { q.scale * Double(name.code(bits: $0) - q.zeroPoint) }
    func score<Y: BinaryFormat>(_: Y.Type) throws -> Score {
      try scoreData(
        kernel, against: target, x: numbers, y: y.map { Y(bits: $0) }, flush: [flush],
        threads: threads, progress: progress)[0]
    }
    var score = try score(format.type)
    if inputs != nil { score.data = nil }
    if Set(x).count == name.codes.count { score.bound = .exact }
    return .numbers(DequantisedScore(score, input))
  }

  /// That one end is quantised, and float64 has every number that a code stands for where outputs are no codes.
  /// - Throws: `ScoringError`.
  static func check(_ input: EndFormat, _ output: EndFormat) throws {
    guard output.quantisation == nil else { return }
    guard case .quantised(let name, let q) = input else {
      throw ScoringError("neither \(input) nor \(output) is quantised")
    }
    guard q.scaleBits + name.width <= 53 else {
      throw ScoringError(
        "the scale \(q.scaleText) has \(q.scaleBits) significant bits; where outputs are no codes, "
          + "\(53 - name.width) are the most: round it to float32")
    }
  }
}
