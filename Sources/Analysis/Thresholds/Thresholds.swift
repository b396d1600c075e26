import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Scoring

/// Where one function, or its derivative, meets the thresholds of one format: exact, and proven
/// for every finite input.
package struct Thresholds: Equatable, Sendable {
  package let target: Target
  package let signature: Signature

  /// The least input from which on every correctly rounded result is the input itself, or 1 for a
  /// derivative.
  package let limitFrom: FormatValue?
  /// The last input, coming from −∞, up to which every correctly rounded result is ±0.
  package let zeroThrough: FormatValue?
  /// The same where subnormal results are flushed after rounding, as x86's FTZ does.
  package let zeroThroughFtz: FormatValue?
  /// The last input, coming from −∞, up to which |G| < 2^emin: exact results are subnormal or
  /// zero. What is flushed before rounding, as AArch64's FZ does.
  package let subnormalThrough: FormatValue?

  /// All maximal runs of finite inputs that are of a kind, not only those at the ends. +0 stands
  /// for both zeros.
  package let runs: Runs

  package struct Run: Codable, Equatable, Sendable {
    package let from: FormatValue
    package let through: FormatValue
  }

  package struct Runs: Codable, Equatable, Sendable {
    /// Results that round to the input, or to 1 for a derivative.
    package let limit: [Run]
    /// Results that round to ±0.
    package let zero: [Run]
    /// Results that round to ±0 or a subnormal number.
    package let belowNormalRounded: [Run]
    /// |G| < 2^emin.
    package let belowNormalExact: [Run]
  }

  package init(_ oracle: Oracle, _ format: FormatName) throws {
    func made<T: BinaryFormat>(_: T.Type) throws -> Thresholds {
      Thresholds(oracle, try Partition(Classifier<T>(oracle: oracle)))
    }
    self = try made(format.type)
  }

  init<T: BinaryFormat>(_ oracle: Oracle, _ partition: Partition<T>) {
    (target, signature) = (oracle.target, Signature(T.name))
    let last = T.largestFinite.ordinal
    func value(_ ordinal: Int?) -> FormatValue? { ordinal.map { FormatValue(T(ordinal: $0)) } }
    func runs(_ kind: ResultClass) -> [Run] {
      partition.runs(kind).map {
        Run(
          from: FormatValue(T(ordinal: $0.lowerBound)),
          through: FormatValue(T(ordinal: $0.upperBound)))
      }
    }
    func firstEnd(_ kind: ResultClass) -> FormatValue? {
      value(partition.runs(kind).first { $0.lowerBound == -last }?.upperBound)
    }
    limitFrom = value(partition.runs(.limit).last { $0.upperBound == last }?.lowerBound)
    zeroThrough = firstEnd(.zero)
    zeroThroughFtz = firstEnd(.belowNormalRounded)
    subnormalThrough = firstEnd(.belowNormalExact)
    self.runs = Runs(
      limit: runs(.limit), zero: runs(.zero), belowNormalRounded: runs(.belowNormalRounded),
      belowNormalExact: runs(.belowNormalExact))
  }
}

extension Thresholds: Codable {
  private enum Key: String, CodingKey {
    case limitFrom, zeroThrough, zeroThroughFtz, subnormalThrough, runs
  }

  package init(from decoder: any Decoder) throws {
    let asked = try Asked(from: decoder)
    (target, signature) = (asked.target, asked.signature)
    let keys = try decoder.container(keyedBy: Key.self)
    limitFrom = try keys.decodeIfPresent(FormatValue.self, forKey: .limitFrom)
    zeroThrough = try keys.decodeIfPresent(FormatValue.self, forKey: .zeroThrough)
    zeroThroughFtz = try keys.decodeIfPresent(FormatValue.self, forKey: .zeroThroughFtz)
    subnormalThrough = try keys.decodeIfPresent(FormatValue.self, forKey: .subnormalThrough)
    runs = try keys.decode(Runs.self, forKey: .runs)
  }

  package func encode(to encoder: any Encoder) throws {
    try Asked(target, signature).encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encodeIfPresent(limitFrom, forKey: .limitFrom)
    try keys.encodeIfPresent(zeroThrough, forKey: .zeroThrough)
    try keys.encodeIfPresent(zeroThroughFtz, forKey: .zeroThroughFtz)
    try keys.encodeIfPresent(subnormalThrough, forKey: .subnormalThrough)
    try keys.encode(runs, forKey: .runs)
  }
}

/// The contents of `Reference/Thresholds/thresholds.json`.
package struct ThresholdTable: Codable, Equatable, Sendable {
  package let thresholds: [Thresholds]
  package let landmarks: [Landmark]

  /// - Parameters: which functions, orders of derivatives and formats.
  package init(
    of functions: [Function] = Function.tabulated, _ orders: [Int] = [0, 1],
    in formats: [FormatName] = FormatName.reported
  ) throws {
    thresholds = try functions.flatMap { f in
      try orders.flatMap { d in
        try formats.map { try Thresholds(Oracle(f, derivative: d), $0) }
      }
    }
    landmarks = try functions.flatMap { try Landmark.all(of: $0) }
  }

  /// As it stands in the file: sorted keys in snake case, one trailing newline.
  package func encoded() throws -> Data { try AnalysisFile.encode(self) }

  package init(decoding data: Data) throws {
    self = try AnalysisFile.decode(ThresholdTable.self, data)
  }
}

/// How the analyses are written to files.
enum AnalysisFile {
  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(value) + Data("\n".utf8)
  }

  static func decode<T: Decodable>(_: T.Type, _ data: Data) throws -> T {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(T.self, from: data)
  }
}
