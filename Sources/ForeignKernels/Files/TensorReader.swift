import FloatingPointFormats

/// Reads the values of one tensor in a file, piece by piece, in memory that does not grow with it.
///
/// Values come in C order, the last index fastest, in whichever order the file has them.
/// The type of the file must be the type asked for: nothing is converted. A file that is too short
/// or too long for what its header says is refused when it is opened.
package final class TensorReader<T: StoredFormat> {
  package let path: String
  package let kind: TensorFileKind
  /// As the header says; the count alone where there is none.
  package let shape: [Int]
  package let count: Int
  private let source: Source
  private var done = 0

  private enum Source {
    case binary(ByteFile)
    case transposed(FortranOrder<T>)
    case text(HexLines, column: Int)
  }

  /// - Parameters:
  ///   - kind: nil for what the extension says.
  ///   - tensor: the name of the tensor (safetensors: `y`) or column (CSV: `y` or `y_hex`); nil where
  ///     the file has one only. The other kinds have no names.
  /// - Throws: `FileError`, one line.
  package convenience init(
    _ path: String, as kind: TensorFileKind? = nil, tensor: String? = nil
  ) throws {
    try self.init(path, as: kind, tensor: tensor, within: nil)
  }

  /// - Parameter member: where in the file the array is, of an archive.
  init(
    _ path: String, as kind: TensorFileKind?, tensor: String?, within member: Range<Int>?
  ) throws {
    let kind = try kind ?? TensorFileKind(path: path)
    (self.path, self.kind) = (path, kind)
    if kind == .csv {
      let lines = try HexLines(path, digits: T.storedName.hexDigits)
      let name = tensor.map { $0.hasSuffix("_hex") ? String($0.dropLast(4)) : $0 }
      source = .text(lines, column: try lines.column(name))
      (count, shape) = (lines.count, [lines.count])
      return
    }
    let file = try ByteFile.reading(path)
    var source = Source.binary(file)
    switch kind {
    case .npy, .npz:
      guard kind == .npy || member != nil else {
        throw FileError(
          path, "is an archive; inputs and outputs are read from it together, by 'score'")
      }
      file.seek(to: member?.lowerBound ?? 0)
      let header = try NumpyHeader(file)
      try header.check(T.self, path: path)
      shape = header.shape
      let end = member?.upperBound ?? file.size
      count = try TensorReader.checkedCount(shape, bytes: end - header.dataOffset, path)
      file.seek(to: header.dataOffset)
      if header.isFortranOrder,
        let order = FortranOrder<T>(file, start: header.dataOffset, shape: shape)
      {
        source = .transposed(order)
      }
    case .safetensors:
      let header = try SafetensorsHeader(file)
      let found = try header.tensor(tensor, T.self, path: path)
      shape = found.shape
      count = (found.data_offsets[1] - found.data_offsets[0]) / TensorReader.width
      file.seek(to: header.dataOffset + found.data_offsets[0])
    case .raw, .csv:
      guard file.size % TensorReader.width == 0 else {
        throw FileError(
          path,
          "has \(file.size) bytes, not a multiple of \(T.storedName.rawValue)'s \(TensorReader.width)"
        )
      }
      count = file.size / TensorReader.width
      shape = [count]
    }
    self.source = source
  }

  private static var width: Int { T.width / 8 }

  private static func checkedCount(_ shape: [Int], bytes: Int, _ path: String) throws -> Int {
    let text = "(\(shape.prefix(8).map(String.init).joined(separator: ", ")))"
    guard let count = elementCount(shape) else {
      throw FileError(path, "has the impossible shape \(printable(text))")
    }
    guard count * width == bytes else {
      let word = count * width > bytes ? "only " : ""
      throw FileError(
        path,
        "has \(word)\(bytes) bytes of values where shape \(printable(text)) of "
          + "\(T.storedName.rawValue) needs \(count * width)")
    }
    return count
  }

  /// The next values, as many as fit; 0 at the end.
  /// - Throws: `FileError`, where the file shrinks while it is read, or a line of text is malformed.
  package func read(into buffer: UnsafeMutableBufferPointer<T>) throws -> Int {
    let wanted = min(buffer.count, count - done)
    guard wanted > 0 else { return 0 }
    let target = UnsafeMutableBufferPointer(rebasing: buffer[..<wanted])
    switch source {
    case .binary(let file):
      guard try file.read(into: UnsafeMutableRawBufferPointer(target)) == wanted * Self.width else {
        throw FileError(path, "shrank while it was read: value \(done + wanted - 1) is missing")
      }
    case .transposed(let order):
      guard try order.read(into: target) == wanted else {
        throw FileError(path, "shrank while it was read: value \(done + wanted - 1) is missing")
      }
    case .text(let lines, let column):
      for i in 0..<wanted {
        guard let bits = try lines.next(column: column) else {
          throw FileError(path, "shrank while it was read: value \(done + i) is missing")
        }
        target[i] = T(bitPattern: T.Bits(truncatingIfNeeded: bits))
      }
    }
    done += wanted
    return wanted
  }

  /// All values that are left.
  package func readAll() throws -> [T] {
    let left = count - done
    return try [T](unsafeUninitializedCapacity: left) { buffer, filled in
      while filled < left {
        filled += try read(into: UnsafeMutableBufferPointer(rebasing: buffer[filled..<left]))
      }
    }
  }
}
