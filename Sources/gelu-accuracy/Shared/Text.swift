import FloatingPointFormats

/// Padded with spaces to a width.
func pad(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

extension FormatName {
  /// A value of the format as exact decimal, hex float and bits.
  func shown(_ y: Double) -> (decimal: String, hex: String, bits: String) {
    (exactDecimal(y), nearest(y).hexFloat, hex(bits(of: y)))
  }
}

/// `1 input`, `2 inputs`.
func counted(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }
