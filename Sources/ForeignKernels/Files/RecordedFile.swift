import FloatingPointFormats

/// A file of values that somebody recorded: its tensors or columns, and which formats their values may be of.
package struct RecordedFile {
  package let path: String
  package let kind: TensorFileKind
  package let tensors: [Tensor]
  private let table: ValueTable?

  package struct Tensor {
    /// Empty for the only one of a file without names.
    package let name: String
    /// The shape, where the file has one.
    package let shape: [Int]?
    /// What the file calls the type: `<f4`, `BF16`, `decimals`.
    package let type: String
    /// The formats and integers that it may be, the likelier first; all of them where the file does not say.
    package let held: [StoredName]
    /// Of those the formats.
    package var formats: [FormatName] {
      held.compactMap { if case .float(let name) = $0 { name } else { nil } }
    }
    fileprivate let member: NumpyArchive.Member?
  }

  /// - Throws: `FileError`, one line.
  package init(_ path: String) throws {
    let kind = try TensorFileKind(path: path)
    (self.path, self.kind) = (path, kind)
    func array(_ name: String, _ header: NumpyHeader, _ member: NumpyArchive.Member?) -> Tensor {
      let held = StoredName.all.filter { $0.type.foreignNames.numpy.contains(header.descr) }
      return Tensor(
        name: name, shape: header.shape,
        type: "'\(printable(header.descr, limit: 20))'", held: held, member: member)
    }
    var table: ValueTable?
    switch kind {
    case .npy: tensors = [array("", try NumpyHeader(.reading(path)), nil)]
    case .npz:
      let file = try ByteFile.reading(path)
      tensors = try NumpyArchive(file).members.map { member in
        guard !member.isCompressed else {
          throw FileError(path, "is compressed; save it with numpy.savez, not savez_compressed")
        }
        file.seek(to: member.bytes.lowerBound)
        return array(member.name, try NumpyHeader(file), member)
      }
    case .safetensors:
      tensors = try SafetensorsHeader(.reading(path)).tensors.sorted { $0.key < $1.key }.map {
        name, tensor in
        Tensor(
          name: name, shape: tensor.shape,
          type: printable(tensor.dtype, limit: 20),
          held: StoredName.all.filter { $0.type.foreignNames.safetensors == tensor.dtype },
          member: nil)
      }
    case .csv:
      let read = try ValueTable(path)
      table = read
      tensors = read.columns.enumerated().map { i, name in
        let digits = read.digits(i)
        return Tensor(
          name: name, shape: nil,
          type: digits.map { "\($0) hex digits" } ?? "decimals",
          held: StoredName.all.filter { digits == nil || $0.hexDigits == digits }, member: nil)
      }
    case .raw:
      tensors = [
        Tensor(name: "", shape: nil, type: "bytes", held: StoredName.all, member: nil)
      ]
    }
    self.table = table
  }

  /// The names, for a message.
  package var names: String {
    let shown = tensors.prefix(8).map { printable($0.name, limit: 30) }.joined(separator: ", ")
    return tensors.count > 8 ? shown + ", …" : shown.isEmpty ? "none" : shown
  }

  /// All values of a tensor, in C order.
  /// - Throws: `FileError`, one line.
  package func values<T: StoredFormat>(_ tensor: Tensor, _: T.Type) throws -> [T] {
    if let table, let column = table.columns.firstIndex(of: tensor.name) {
      return try table.values(column, T.self)
    }
    let reader = try TensorReader<T>(
      path, as: kind, tensor: kind == .safetensors ? tensor.name : nil,
      within: tensor.member?.bytes)
    guard reader.count <= 1 << 28 else {
      throw FileError(path, "has \(reader.count) values; of recorded data 2^28 are the most")
    }
    return try reader.readAll()
  }
}
