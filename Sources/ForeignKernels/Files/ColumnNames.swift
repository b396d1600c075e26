import Foundation

/// What the first line of a table of text says: the names of its columns, or the first values.
struct ColumnNames {
  /// Without `_hex`; x and y, or one without a name, where the line has values. Empty where it says neither.
  let names: [String]
  /// Which are called `_hex`; of a line of values, which of these are encodings.
  let areHex: [Bool]
  /// Whether the line has names and no values.
  let isHeader: Bool

  init(_ line: some StringProtocol) {
    let fields = ColumnNames.fields(line)
    isHeader = fields.contains(where: ColumnNames.isName)
    if isHeader {
      names = fields.map { $0.hasSuffix("_hex") ? String($0.dropLast(4)) : $0 }
      areHex = fields.map { $0.hasSuffix("_hex") }
    } else {
      names = fields.count == 1 ? [""] : fields.count == 2 ? ["x", "y"] : []
      areHex = fields.map(ColumnNames.isEncoding)
    }
  }

  static func fields(_ line: some StringProtocol) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Whether a field is a column's name and no value: a word that is neither a number nor an encoding.
  private static func isName(_ field: String) -> Bool {
    guard let first = field.first, first.isLetter || first == "_" else { return false }
    if field.hasSuffix("_hex") || field.count == 1 { return true }
    return Double(field) == nil && !isEncoding(field)
  }

  /// Whether a field is the bits of a format of 8 to 64 bits in hex.
  private static func isEncoding(_ field: String) -> Bool {
    let digits = field.lowercased().hasPrefix("0x") ? field.dropFirst(2) : field[...]
    return [2, 4, 8, 16].contains(digits.count) && digits.allSatisfy(\.isHexDigit)
  }
}
