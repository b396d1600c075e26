import FloatingPointFormats
import Foundation
import Functions
import Oracle

/// What a function's result must be at the special inputs of a format: zeros, infinities, NaN, and the
/// ends of the normal and subnormal ranges.
public struct SpecialContract: Codable, Equatable, Sendable {
  /// An input and its correctly rounded result, in bits; any NaN serves where `nan` is asked for.
  public struct Value: Codable, Equatable, Sendable {
    public let name, input, result: String
  }

  public let function: String
  public let derivative: Int
  public let format: FormatName
  public let values: [Value]

  init<T: BinaryFormat>(_ oracle: Oracle, _: T.Type) throws {
    function = oracle.function.name
    derivative = oracle.derivative
    format = T.name
    let numbers: [(String, T)] = [
      ("largest", .largestFinite), ("smallest normal", .smallestNormal),
      ("smallest subnormal", .smallestSubnormal), ("0", T(bitPattern: 0)),
    ]
    let sizes = (T.infinityIfAny.map { [("inf", $0)] } ?? []) + numbers
    let inputs = sizes.map { ("-\($0)", $1.negated) } + sizes.reversed()
    values =
      try inputs.map { name, x in
        let y: T = try oracle.rounded(at: x.double)
        return Value(name: name, input: x.hexBits, result: y.hexBits)
      } + [Value(name: "nan", input: T.quietNaN.hexBits, result: "nan")]
  }
}

/// The contents of `Reference/Thresholds/specials.json`: the contract of every function, derivative and
/// format.
public struct SpecialTable: Codable, Equatable, Sendable {
  public let specials: [SpecialContract]

  public init(
    of functions: [Function] = Function.tabulated, in formats: [FormatName] = FormatName.reported
  ) throws {
    specials = try functions.flatMap { f in
      try (0...1).flatMap { d in
        let oracle = Oracle(f, derivative: d)
        return try formats.map { try SpecialContract(oracle, $0.type) }
      }
    }
  }

  /// As it stands in the file.
  public func encoded() throws -> Data { try AnalysisFile.encode(self) }
}
