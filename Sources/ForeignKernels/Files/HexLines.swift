import Foundation

/// The lines of a text file of encodings in hex: `0x3f800000,0x3f576a1a`, after a header line that
/// names the columns (`x_hex,y_hex`) or without one.
final class HexLines {
  let path: String
  /// How many lines of values there are.
  let count: Int
  let columns: [String]
  private let file: ByteFile
  private let digits: Int
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var range = 0..<0
  /// The number of the line that was read last, the header counted, from 1.
  private(set) var line = 0

  private static let longestLine = 256

  /// - Parameter digits: how many hex digits an encoding of the column asked for has; fewer or more are
  ///   refused, because they belong to another format.
  init(_ path: String, digits: Int) throws {
    self.path = path
    self.digits = digits
    file = try ByteFile.reading(path)
    let lines = try HexLines.countLines(file)
    file.seek(to: 0)
    let first = lines > 0 ? try HexLines.firstLine(file) : ""
    let header = ColumnNames(first)
    columns = header.names
    count = lines - (header.isHeader ? 1 : 0)
    guard lines == 0 || !columns.isEmpty, columns.count <= 8, Set(columns).count == columns.count
    else { throw FileError(path, "line 1 does not name its columns; start with 'x_hex,y_hex'") }
    file.seek(to: 0)
    if header.isHeader { _ = try nextLine() }
  }

  /// The place of a named column, or of the only one.
  func column(_ name: String?) throws -> Int {
    if columns.count <= 1, name == nil || columns.first ?? "" == "" { return 0 }
    if let name, let place = columns.firstIndex(of: name) { return place }
    let known = columns.map { printable($0, limit: 20) + "_hex" }.joined(separator: ", ")
    let missing = name.map { "has no column '\(printable($0))_hex'" } ?? "needs a column's name"
    throw FileError(path, "\(missing); it has: \(known)")
  }

  /// The encoding in a column of the next line; nil at the end of the file.
  func next(column: Int) throws -> UInt64? {
    guard let text = try nextLine() else { return nil }
    var (place, value, seen) = (0, UInt64(0), 0)
    var found: UInt64?
    var at = text.lowerBound
    func finish() throws {
      // Another column may be of another format.
      guard place == column ? seen == digits : [2, 4, 8, 16].contains(seen) else {
        throw FileError(path, "line \(line): a value needs \(digits) hex digits, has \(seen)")
      }
      if place == column { found = value }
      (place, value, seen) = (place + 1, 0, 0)
    }
    while at < text.upperBound {
      let byte = buffer[at]
      at += 1
      if byte == UInt8(ascii: ",") {
        try finish()
      } else if byte == 0x20 {
        continue
      } else if byte | 0x20 == UInt8(ascii: "x"), seen == 1, value == 0, isPrefix(at, text) {
        seen = 0
      } else if let nibble = HexLines.nibble(byte) {
        (value, seen) = (value << 4 | nibble, seen + 1)
      } else {
        if [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte) {
          throw FileError(
            path,
            "line \(line) has decimals; columns hold encodings in hex, 1 as "
              + "\(digits == 4 ? "0x3c00 in float16" : digits == 8 ? "0x3f800000" : "0x3ff0000000000000")"
          )
        }
        let character = printable(String(decoding: [byte], as: UTF8.self))
        throw FileError(path, "line \(line): '\(character)' is not a hex digit")
      }
    }
    try finish()
    guard place == columns.count else {
      throw FileError(path, "line \(line): \(place) values where line 1 has \(columns.count)")
    }
    return found
  }

  /// Whether the `x` before `at` directly follows the field's first character.
  private func isPrefix(_ at: Int, _ text: Range<Int>) -> Bool {
    let zero = at - 2
    guard zero >= text.lowerBound, buffer[zero] == UInt8(ascii: "0") else { return false }
    let before = zero - 1
    return before < text.lowerBound || buffer[before] == UInt8(ascii: ",")
      || buffer[before] == 0x20
  }

  private static func nibble(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte - 0x30)
    case 0x41...0x46: UInt64(byte - 0x37)
    case 0x61...0x66: UInt64(byte - 0x57)
    default: nil
    }
  }

  /// Where the next line lies in `buffer`, its end not included.
  private func nextLine() throws -> Range<Int>? {
    line += 1
    while true {
      let pending = buffer[range]
      if let end = pending.firstIndex(of: 0x0a) {
        return try accept(range.lowerBound..<end, next: end + 1)
      }
      guard range.count <= HexLines.longestLine else { throw tooLong() }
      let kept = range.count
      for i in 0..<kept { buffer[i] = buffer[range.lowerBound + i] }
      let read = try buffer.withUnsafeMutableBytes {
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[kept...]))
      }
      range = 0..<(kept + read)
      if read == 0 { return kept == 0 ? nil : try accept(range, next: range.upperBound) }
    }
  }

  private func accept(_ found: Range<Int>, next: Int) throws -> Range<Int> {
    guard found.count <= HexLines.longestLine else { throw tooLong() }
    range = next..<range.upperBound
    let hasReturn = !found.isEmpty && buffer[found.upperBound - 1] == 0x0d
    return found.lowerBound..<(found.upperBound - (hasReturn ? 1 : 0))
  }

  private func tooLong() -> FileError {
    FileError(path, "line \(line) is too long; one encoding in hex for each column")
  }

  private static func firstLine(_ file: ByteFile) throws -> String {
    let bytes = try file.bytes(min(file.size, longestLine), "first line")
    return String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func countLines(_ file: ByteFile) throws -> Int {
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    var (lines, last) = (0, UInt8(0x0a))
    while true {
      let n = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
      guard n > 0 else { return last == 0x0a ? lines : lines + 1 }
      lines += piece.withUnsafeBytes { bytes in
        bytes[..<n].reduce(0) { $0 + ($1 == 0x0a ? 1 : 0) }
      }
      last = piece[n - 1]
    }
  }
}
