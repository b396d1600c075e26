/// The exact constants that definitions use.
package enum Constant: Hashable, Sendable {
  case integer(Int)
  case decimal(DecimalConstant)
  /// √½
  case sqrtHalf
  /// √(2/π)
  case sqrtTwoOverPi
  /// 2/√π
  case twoOverSqrtPi
}

extension Constant {
  /// The nearest double.
  package var nearest: Double {
    switch self {
    case .integer(let n): Double(n)
    case .decimal(let d): d.double
    case .sqrtHalf: 0x1.6a09e667f3bcdp-1
    case .sqrtTwoOverPi: 0x1.9884533d43651p-1
    case .twoOverSqrtPi: 0x1.20dd750429b6dp+0
    }
  }
}

/// A decimal literal, read as the exact rational it denotes: numerator / 10^places.
public struct DecimalConstant: Hashable, Sendable, Codable, CustomStringConvertible {
  public let numerator: Int
  public let places: Int

  /// Reads `[-]digits[.digits]` with at most 18 digits; nil for anything else.
  public init?(_ text: String) {
    let negative = text.hasPrefix("-")
    let parts = text.dropFirst(negative ? 1 : 0).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    let digits = parts[0] + fraction
    guard !parts[0].isEmpty, parts.count == 1 || !fraction.isEmpty, digits.count <= 18,
      digits.allSatisfy({ $0.isASCII && $0.isNumber }), let n = Int(digits)
    else { return nil }
    numerator = negative ? -n : n
    places = fraction.count
  }

  public init(numerator: Int, places: Int) {
    self.numerator = numerator
    self.places = places
  }

  /// 10^places.
  package var denominator: Int { (0..<places).reduce(1) { d, _ in d * 10 } }

  public var description: String {
    let digits = String(numerator.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let point = padded.index(padded.endIndex, offsetBy: -places)
    let text = places == 0 ? padded : padded[..<point] + "." + padded[point...]
    return (numerator < 0 ? "-" : "") + text
  }

  /// The nearest double, for estimates and for kernels.
  public var double: Double {
    // Two exact doubles, and one rounding; else as text.
    places <= 18 && numerator.magnitude <= 1 << 53
      ? Double(numerator) / Double(denominator) : Double(description)!
  }
}

extension DecimalConstant {
  /// The same number without trailing zeros behind the point.
  var reduced: DecimalConstant {
    let text = description
    guard text.contains(".") else { return self }
    let kept = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return DecimalConstant(String(kept.reversed())) ?? self
  }
}
