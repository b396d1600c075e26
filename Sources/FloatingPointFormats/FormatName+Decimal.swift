extension FormatName {
  /// The value of bits written in hex, `0xc1580000`; nil where they are not that.
  package func value(hex: String) -> Double? {
    guard hex.hasPrefix("0x"), let bits = UInt64(hex.dropFirst(2), radix: 16) else { return nil }
    return value(bits: bits)
  }

  /// A value's bits in hex with the shortest decimal that reads back to it in binary64:
  /// `-8.625 (0xc10a)`; `NaN`, `0`, `-0`, `inf` and `-inf` by themselves, and what is no bits as it is.
  package func exactDecimal(hex: String) -> String {
    guard let x = value(hex: hex) else { return hex }
    guard x.isFinite, x != 0 else { return x.isNaN ? "NaN" : exactDecimal(x) }
    return "\(exactDecimal(x)) (\(hex))"
  }
}
