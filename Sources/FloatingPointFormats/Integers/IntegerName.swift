/// The integer types of quantised kernels, by the names that the command and JSON use.
public enum IntegerName: String, CaseIterable, Codable, Sendable, Hashable {
  case int8, uint8, int16

  package var type: any IntegerFormat.Type {
    switch self {
    case .int8: Int8.self
    case .uint8: UInt8.self
    case .int16: Int16.self
    }
  }

  /// By its name, or by another that people write for it, as `i8`.
  package init?(alias: String) {
    let all = IntegerName.allCases
    guard
      let name = all.first(where: { $0.rawValue == alias || $0.type.aliases.contains(alias) })
    else { return nil }
    self = name
  }

  package var width: Int { type.width }

  /// The codes that there are.
  package var codes: ClosedRange<Int> { type.codes }

  /// The code of an encoding.
  package func code(bits: UInt64) -> Int { type.code(bits) }

  /// The encoding of a code; one that is beyond the range keeps its low bits.
  package func bits(code: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: code) & (1 << UInt64(width) - 1)
  }
}
