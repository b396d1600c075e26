import FloatingPointFormats
import Foundation
import Functions
import Oracle

/// What a function's result must be at the special inputs of a format: zeros, infinities, NaN, and the
/// ends of the normal and subnormal ranges.
package struct SpecialContract: Codable, Equatable, Sendable {
  /// An input and its correctly rounded result, in bits; any NaN serves where `nan` is asked for.
  package struct Value: Codable, Equatable, Sendable {
    package let name, input, result: String
  }

  package let function: String
  package let derivative: Int
  package let format: FormatName
  package let values: [Value]

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
package struct SpecialTable: Codable, Equatable, Sendable {
  package let specials: [SpecialContract]

  package init(
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
  package func encoded() throws -> Data { try AnalysisFile.encode(self) }
}
