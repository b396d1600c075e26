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
  /// The lines of values with their numbers in the file, from 1; empty ones are left out.
  private let lines: [(number: Int, text: Substring)]
  private let areHex: [Bool]

  private static let mostBytes = 1 << 32

  init(_ path: String) throws {
    self.path = path
    let file = try ByteFile.reading(path)
    guard file.size <= ValueTable.mostBytes else {
      throw FileError(path, "has \(file.size) bytes of text; save that many values as .npy")
    }
    let text = String(decoding: try file.bytes(file.size, "text"), as: UTF8.self)
    let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { (number: $0.offset + 1, text: $0.element) }.filter { !$0.text.isEmpty }
    guard let first = all.first else {
      throw FileError(path, "holds no inputs; write a line for each, as x,y")
    }
    let header = ColumnNames(first.text)
    (columns, areHex) = (header.names, header.areHex)
    guard !columns.isEmpty, Set(columns).count == columns.count, columns.count <= 64 else {
      throw FileError(path, "line 1 does not name its columns; start with 'x,y'")
    }
    lines = header.isHeader ? Array(all.dropFirst()) : all
  }

  /// How many hex digits the values of a column have; nil where they are decimals.
  func digits(_ column: Int) -> Int? {
    guard let line = lines.first, case let fields = ColumnNames.fields(line.text),
      column < fields.count
    else { return nil }
    let field = fields[column]
    guard areHex[column] || field.lowercased().hasPrefix("0x") else { return nil }
    return field.lowercased().hasPrefix("0x") ? field.count - 2 : field.count
  }

  func values<T: StoredFormat>(_ column: Int, _: T.Type) throws -> [T] {
    let isHex = digits(column) != nil
    return try lines.map { number, line in
      let fields = ColumnNames.fields(line)
      guard fields.count == columns.count else {
        throw FileError(
          path, "line \(number): \(fields.count) values where line 1 has \(columns.count)")
      }
      let field = fields[column]
      if let value = isHex ? encoding(field, T.self) : decimal(field, T.self) { return value }
      let wanted =
        isHex
        ? "\(T.storedName.hexDigits) hex digits of \(T.storedName.rawValue)"
        : T.self is any IntegerFormat.Type
          ? "a code of \(T.storedName.rawValue)"
          : "a decimal; columns of bits are called x_hex or have values that begin with 0x"
      throw FileError(
        path, "line \(number): '\(printable(field, limit: 40))' is not \(wanted)")
    }
  }

  private func encoding<T: StoredFormat>(_ field: String, _: T.Type) -> T? {
    let digits = field.lowercased().hasPrefix("0x") ? field.dropFirst(2) : field[...]
    guard digits.count == T.storedName.hexDigits, let bits = UInt64(digits, radix: 16) else {
      return nil
    }
    return T(bitPattern: T.Bits(truncatingIfNeeded: bits))
  }

  private func decimal<T: StoredFormat>(_ field: String, _: T.Type) -> T? {
    if let integer = T.self as? any IntegerFormat.Type { return integer.reading(field) as? T }
    // Each of these rounds once.
    if T.self == Double.self { return Double(field) as? T }
    if T.self == Float.self { return Float(field) as? T }
    guard let near = Double(field) else { return nil }
    guard near.isFinite, let exact = try? ExactInput(field) else { return T(nearest: near) }
    guard case .float(let name) = T.storedName else { return nil }
    return T(nearest: exact.nearest(in: name))
  }
}

extension IntegerFormat {
  /// Nil for what is no integer, or none of this type.
  fileprivate static func reading(_ text: String) -> Self? { Self(text) }
}
