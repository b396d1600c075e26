import FloatingPointFormats
import Scoring

extension FormatName {
  /// The exact decimal of bits written in hex, `-8.625`; `NaN`, `inf`, `-inf`; what it was given where they
  /// are not that.
  package func decimal(hex: String) -> String {
    guard let x = value(hex: hex) else { return hex == "nan" ? "NaN" : hex }
    guard !x.isNaN else { return "NaN" }
    return exactDecimal(x)
  }

  /// ``-8.625 `0xc10a` `` in Markdown.
  package func both(hex: String) -> String { "\(decimal(hex: hex)) `\(hex)`" }

  /// The place of a number on the ordered line, from its bits in hex; nil for a NaN.
  package func ordinal(hex: String) -> Int? {
    value(hex: hex).flatMap { $0.isNaN ? nil : parameters.ordinal(of: $0) }
  }
}
