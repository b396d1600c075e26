import FloatingPointFormats

/// The header of a `.npy` file, versions 1 to 3.
///
/// Layout: `\x93NUMPY`, major, minor, the header's length (2 bytes little-endian in version 1, 4 in
/// versions 2 and 3), a Python dictionary with `descr`, `fortran_order` and `shape`
/// (numpy.lib.format, "Format Version 1.0" to "3.0").
struct NumpyHeader {
  var descr: String
  var shape: [Int]
  /// Whether the first index runs fastest in the file, and not the last.
  var isFortranOrder: Bool
  /// Where the values start.
  var dataOffset: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// Far above any real header; keeps a claimed length from being allocated.
  private static let longest = 1 << 20

  init(_ file: ByteFile) throws {
    let start = try file.bytes(8, "magic bytes")
    guard Array(start[0..<6]) == NumpyHeader.magic else {
      throw FileError(file.path, "is not a .npy file: byte 0 does not start \\x93NUMPY")
    }
    guard (1...3).contains(start[6]), start[7] == 0 else {
      throw FileError(
        file.path, "has .npy version \(start[6]).\(start[7]); versions 1.0, 2.0 and 3.0 are read")
    }
    let lengthBytes = try file.bytes(start[6] == 1 ? 2 : 4, "header length")
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= NumpyHeader.longest else {
      throw FileError(
        file.path, "claims a header of \(length) bytes; save it again with numpy.save")
    }
    let text = try file.bytes(length, "header")
    dataOffset = file.offset
    do {
      var parser = PythonLiteral(text)
      let entries = try parser.dictionary()
      guard case .string(let descr)? = entries["descr"] else {
        throw PythonLiteral.Problem(
          "'descr' is not one plain type; save a single array of one type")
      }
      guard case .tuple(let shape)? = entries["shape"] else {
        throw PythonLiteral.Problem("'shape' is not a tuple of integers")
      }
      guard case .boolean(let isFortranOrder)? = entries["fortran_order"] else {
        throw PythonLiteral.Problem("'fortran_order' is neither True nor False")
      }
      guard entries.count == 3 else { throw PythonLiteral.Problem("it has unknown keys") }
      (self.descr, self.shape, self.isFortranOrder) = (descr, shape, isFortranOrder)
    } catch let problem as PythonLiteral.Problem {
      throw FileError(file.path, "has a malformed .npy header: \(problem.text)")
    }
  }

  /// - Throws: where the values are of another type, or big-endian.
  func check<T: StoredFormat>(_ type: T.Type, path: String) throws {
    guard !T.foreignNames.numpy.contains(descr) else { return }
    let quoted = "'\(printable(descr, limit: 20))'"
    let wanted = T.foreignNames.numpy[0]
    if descr.hasPrefix(">") {
      throw FileError(path, "holds big-endian values (\(quoted)); save a.astype('\(wanted)')")
    }
    let names = StoredName.all.filter { $0.type.foreignNames.numpy.contains(descr) }
    let held = names.first.map { "\($0.rawValue) (\(quoted))" } ?? quoted
    throw FileError(path, "holds \(held), not \(T.storedName.rawValue) ('\(wanted)')")
  }

  /// A version 1.0 header of a flat array, padded so that the values start at a multiple of 64.
  static func bytes(_ format: FormatName, count: Int) -> [UInt8] {
    let text =
      "{'descr': '\(format.type.foreignNames.numpy[0])', 'fortran_order': False, 'shape': (\(count),), }"
    let unpadded = 10 + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = text.utf8.count + padding + 1
    return magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
      + Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: padding)
      + [UInt8(ascii: "\n")]
  }
}
