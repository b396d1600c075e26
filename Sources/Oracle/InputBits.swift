import FloatingPointFormats
import Functions

/// An argument written as the bits of a format, in any of the ways in which bits are printed or asked for:
///
/// | written | taken for |
/// |---|---|
/// | `0xc14ef84e` | float32, by its 8 digits; 16 digits are float64 |
/// | `0xc10a`, `0x3c` | the format of 16 or 8 bits that the caller names; refused where it names none |
/// | `float16:0xc10a`, `float8_e5m2:3c`, … | that format |
/// | `bits:c14ef84e`, `bits:0xc14ef84e` | as `0xc14ef84e` |
///
/// Hex with an exponent (`-0x1.8p+1`) is no bits but a number; any other hex is refused.
struct InputBits {
  let format: FormatName
  let value: Double

  /// Nil for a text that is not of this kind.
  /// - Parameter expected: the format of the caller; other than its digits are refused.
  /// - Throws: `OracleError` for hex digits that no format has, or that may be of two.
  init?(_ text: String, format expected: FormatName?) throws {
    let lowered = text.lowercased()
    let parts = lowered.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let named = parts.count == 2 ? FormatName(alias: String(parts[0])) : nil
    let digits: Substring
    if named != nil || parts.count == 2 && parts[0] == "bits" {
      digits = parts[1].hasPrefix("0x") ? parts[1].dropFirst(2) : parts[1]
    } else {
      guard parts.count == 1, lowered.drop(while: { "+-".contains($0) }).hasPrefix("0x"),
        !lowered.contains("p")
      else { return nil }
      digits = lowered.dropFirst(2)
    }
    let shown = "'\(text.inAMessage)'"
    guard FormatName.allCases.contains(where: { $0.hexDigits == digits.count }),
      digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
      let pattern = UInt64(digits, radix: 16)
    else {
      throw OracleError(
        description:
          "\(shown) is neither bits, of 2, 4, 8 or 16 hex digits, nor a hex float, which has an "
          + "exponent as in -0x1.8p+1")
    }
    format = try named ?? InputBits.format(of: digits.count, text, expected)
    guard format.hexDigits == digits.count else {
      throw OracleError(
        description: "\(shown) has \(digits.count) hex digits, but \(format.rawValue) has "
          + "\(format.hexDigits)")
    }
    value = format.value(bits: pattern)
  }

  private static func format(
    of digits: Int, _ text: String, _ expected: FormatName?
  ) throws -> FormatName {
    if let expected { return expected }
    let fitting = FormatName.allCases.filter { $0.hexDigits == digits }
    guard fitting.count == 1 else {
      let bare = text.split(separator: ":").last.map(String.init) ?? text
      let names = fitting.map(\.rawValue)
      throw OracleError(
        description:
          "'\(text.inAMessage)' may be of \(names.joined(separator: " or of ")): write "
          + names.map { "\($0):\(bare)" }.joined(separator: " or "))
    }
    return fitting[0]
  }

  /// `float32 bits of -12.93562126159668`.
  var reading: String {
    "\(format.rawValue) bits of \(format.exactDecimal(value))"
  }
}
