/// The formats of the suite, by the names used in the command, in JSON and in reports.
public enum FormatName: String, CaseIterable, Codable, Sendable, Hashable {
  case float16, bfloat16, float32, float64
  case float8E4M3FN = "float8_e4m3fn"
  case float8E4M3FNSaturating = "float8_e4m3fn_sat"
  case float8E5M2 = "float8_e5m2"
  case float8E5M2Saturating = "float8_e5m2_sat"

  /// The type that has the format's facts: the one place where a name becomes a type. What works on
  /// values is a generic function that takes the type, as in `f(format.type)`.
  public var type: any BinaryFormat.Type {
    switch self {
    case .float16: Float16.self
    case .bfloat16: BFloat16.self
    case .float32: Float.self
    case .float64: Double.self
    case .float8E4M3FN: Float8E4M3FN.self
    case .float8E4M3FNSaturating: Saturating<Float8E4M3FN>.self
    case .float8E5M2: Float8E5M2.self
    case .float8E5M2Saturating: Saturating<Float8E5M2>.self
    }
  }

  /// By its name, or by another that people write for it, as `fp32`.
  public init?(alias: String) {
    let all = FormatName.allCases
    guard
      let name = all.first(where: { $0.rawValue == alias || $0.type.aliases.contains(alias) })
    else { return nil }
    self = name
  }

  /// Every name that `init(alias:)` takes.
  package static var namesAndAliases: [String] {
    allCases.map(\.rawValue) + allCases.flatMap { $0.type.aliases }
  }

  /// The formats that reports, contracts, tables and thresholds are made for unless one is named.
  package static let reported: [FormatName] = [.float16, .bfloat16, .float32, .float64]
}

extension FormatName {
  /// Width of an encoding in bits.
  public var width: Int { type.width }
  /// Digits of an encoding in hex.
  package var hexDigits: Int { type.width / 4 }
  public var parameters: FormatParameters { type.parameters }

  /// Whether the format is so small that every input is tried and every truth kept.
  package var keepsAllTruths: Bool { width <= 16 }
  /// Whether all inputs can be tried in a time that somebody waits for.
  package var canTryAllInputs: Bool { width <= 32 }
}

extension FormatName {
  /// The value of an encoding, as a double.
  package func value(bits: UInt64) -> Double { type.value(bits: bits) }
  /// The encoding of the nearest value.
  package func bits(of x: Double) -> UInt64 { type.bits(of: x) }
  /// The nearest value, as a double.
  package func nearest(_ x: Double) -> Double { type.value(nearest: x) }
  /// The largest ordinal whose value is below x.
  package func ordinal(below x: Double) -> Int { type.ordinal(below: x) }
  /// The value at an ordinal, as a double.
  package func value(ordinal: Int) -> Double { type.value(ordinal: ordinal) }
  /// Whether an encoding is a NaN.
  package func isNaN(_ bits: UInt64) -> Bool { type.isNaN(bits) }
  /// The shortest decimal of the nearest value.
  package func exactDecimal(_ x: Double) -> String { type.exactDecimal(x) }

  /// Bits in hex at the format's width.
  package func hex(_ bits: UInt64) -> String {
    let digits = String(bits, radix: 16)
    return "0x" + String(repeating: "0", count: hexDigits - digits.count) + digits
  }
}

/// Answers in doubles and bits, for those who know a format by name only.
extension BinaryFormat {
  static func value(bits: UInt64) -> Double { Self(bits: bits).double }
  static func bits(of x: Double) -> UInt64 { Self(nearest: x).bits }
  static func value(nearest x: Double) -> Double { Self(nearest: x).double }
  static func value(ordinal: Int) -> Double { Self(ordinal: ordinal).double }
  static func exactDecimal(_ x: Double) -> String { Self(nearest: x).exactDecimal }

  static func ordinal(below x: Double) -> Int {
    let y = Self(x, rounding: .down)
    // Where rounding saturates, the least number may lie above x.
    return y.ordinal - (y.double >= x ? 1 : 0)
  }
}
