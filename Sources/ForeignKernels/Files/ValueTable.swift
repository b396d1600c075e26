import FloatingPointFormats
import Foundation
import Oracle

/// A text file of columns: decimals or encodings in hex, by commas, after a line that names the columns or
/// without one.
///
/// | column | holds |
/// |---|---|
/// | `x_hex`, or any whose values begin with `0x` | encodings, all digits of the format |
/// | `x` | decimals, `inf` and `nan`, each read as the nearest value of the format |
/// | without names | encodings if the first line has nothing but hex digits, 2, 4, 8 or 16 of them; else decimals |
struct ValueTable {
  let path: String
  /// Without `_hex`.
  let columns: [String]
  let count: Int
  private let lines: [Substring]
  private let firstLine: Int
  private let areHex: [Bool]

  private static let mostBytes = 1 << 32

  init(_ path: String) throws {
    self.path = path
    let file = try ByteFile.reading(path)
    guard file.size <= ValueTable.mostBytes else {
      throw FileError(path, "has \(file.size) bytes of text; save that many values as .npy")
    }
    let text = String(decoding: try file.bytes(file.size, "text"), as: UTF8.self)
    var lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.first else {
      throw FileError(path, "holds no inputs; write a line for each, as x,y")
    }
    let fields = ValueTable.fields(first)
    let hasHeader = fields.contains(where: ValueTable.isName)
    if hasHeader {
      columns = fields.map { $0.hasSuffix("_hex") ? String($0.dropLast(4)) : $0 }
      areHex = fields.map { $0.hasSuffix("_hex") }
      lines.removeFirst()
    } else {
      columns = fields.count == 1 ? [""] : fields.count == 2 ? ["x", "y"] : []
      areHex = fields.map(ValueTable.isEncoding)
    }
    guard !columns.isEmpty, Set(columns).count == columns.count, columns.count <= 64 else {
      throw FileError(path, "line 1 does not name its columns; start with 'x,y'")
    }
    (self.lines, count, firstLine) = (lines, lines.count, hasHeader ? 2 : 1)
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func isName(_ field: String) -> Bool {
    guard let first = field.first, first.isLetter || first == "_" else { return false }
    if field.hasSuffix("_hex") || field.count == 1 { return true }
    return Double(field) == nil && !isEncoding(field)
  }

  private static func isEncoding(_ field: String) -> Bool {
    let digits = field.hasPrefix("0x") || field.hasPrefix("0X") ? field.dropFirst(2) : field[...]
    return [2, 4, 8, 16].contains(digits.count) && digits.allSatisfy(\.isHexDigit)
  }

  /// How many hex digits the values of a column have; nil where they are decimals.
  func digits(_ column: Int) -> Int? {
    guard let line = lines.first, case let fields = ValueTable.fields(line), column < fields.count
    else { return nil }
    let field = fields[column]
    guard areHex[column] || field.lowercased().hasPrefix("0x") else { return nil }
    return field.lowercased().hasPrefix("0x") ? field.count - 2 : field.count
  }

  func values<T: BinaryFormat>(_ column: Int, _: T.Type) throws -> [T] {
    let isHex = digits(column) != nil
    return try lines.enumerated().map { i, line in
      let fields = ValueTable.fields(line)
      guard fields.count == columns.count else {
        throw FileError(
          path, "line \(i + firstLine): \(fields.count) values where line 1 has \(columns.count)")
      }
      let field = fields[column]
      if let value = isHex ? encoding(field, T.self) : decimal(field, T.self) { return value }
      let wanted =
        isHex
        ? "\(T.name.hexDigits) hex digits of \(T.name.rawValue)"
        : "a decimal; columns of bits are called x_hex or have values that begin with 0x"
      throw FileError(
        path, "line \(i + firstLine): '\(printable(field, limit: 40))' is not \(wanted)")
    }
  }

  private func encoding<T: BinaryFormat>(_ field: String, _: T.Type) -> T? {
    let digits = field.lowercased().hasPrefix("0x") ? field.dropFirst(2) : field[...]
    guard digits.count == T.name.hexDigits, let bits = UInt64(digits, radix: 16) else { return nil }
    return T(bitPattern: T.Bits(truncatingIfNeeded: bits))
  }

  private func decimal<T: BinaryFormat>(_ field: String, _: T.Type) -> T? {
    // Each of these rounds once.
    if T.self == Double.self { return Double(field) as? T }
    if T.self == Float.self { return Float(field) as? T }
    guard let near = Double(field) else { return nil }
    guard near.isFinite, let exact = try? ExactInput(field) else { return T(nearest: near) }
    return T(nearest: exact.nearest(in: T.name))
  }
}
