import FloatingPointFormats
import Foundation
import Scoring

/// Writes tensors of one format to a file, piece by piece.
///
/// The file takes its name only when `finish` has been called; until then it is PATH.partial, which goes
/// with the writer. A process that is killed leaves it; the next to write PATH takes it over. A device
/// or pipe is written as it is.
package final class TensorWriter<T: BinaryFormat> {
  package let path: String
  package let kind: TensorFileKind
  package let count: Int
  /// What the file is called until it is finished, and the name that it gets; nil for a stream.
  private let names: (partial: String, final: String)?
  private let file: ByteFile
  private var done = 0
  private var isFinished = false

  /// - Parameters:
  ///   - kind: nil for what the extension says.
  ///   - tensors: the tensors, written one after the other. Only safetensors holds more than one;
  ///     CSV takes the name for its column (`x` is written `x_hex`).
  /// - Throws: `FileError`, one line.
  package init(
    _ path: String, as kind: TensorFileKind? = nil, tensors: [(name: String, count: Int)]
  ) throws {
    let kind = try kind ?? TensorFileKind(path: path)
    guard tensors.count == 1 || kind == .safetensors else {
      throw FileError(path, "a \(kind.rawValue) file holds one tensor; use .safetensors for more")
    }
    guard kind != .npz else {
      throw FileError(path, "archives are read, not written; use .npy or .safetensors")
    }
    (self.path, self.kind) = (path, kind)
    count = tensors.reduce(0) { $0 + $1.count }
    let place = try OutputFile.place(of: path)
    if case .file(let at) = place {
      names = (at + ".partial", at)
      file = try ByteFile.exclusive(at + ".partial", calling: path)
      file.takeMode(of: at)
    } else {
      names = nil
      file = try ByteFile.stream(place, calling: path)
    }
    let header: [UInt8] =
      switch kind {
      case .npy: NumpyHeader.bytes(T.name, count: count)
      case .safetensors: SafetensorsHeader.bytes(T.name, tensors)
      case .raw, .npz: []
      case .csv: Array("\(tensors[0].name)_hex\n".utf8)
      }
    try header.withUnsafeBytes { try file.write($0) }
  }

  package convenience init(
    _ path: String, as kind: TensorFileKind? = nil, tensor: String = "x", count: Int
  ) throws {
    try self.init(path, as: kind, tensors: [(tensor, count)])
  }

  deinit {
    if let names, !isFinished { unlink(names.partial) }
  }

  /// - Precondition: no more values than announced, over all calls.
  package func write(_ values: UnsafeBufferPointer<T>) throws {
    precondition(values.count <= count - done, "more values than the file was announced to hold")
    done += values.count
    guard kind == .csv else { return try file.write(UnsafeRawBufferPointer(values)) }
    for start in stride(from: 0, to: values.count, by: 1 << 14) {
      var text: [UInt8] = []
      for value in values[start..<min(start + 1 << 14, values.count)] {
        text.append(contentsOf: value.hexBits.utf8)
        text.append(0x0a)
      }
      try text.withUnsafeBytes { try file.write($0) }
    }
  }

  /// - Precondition: exactly as many values as announced have been written.
  package func finish() throws {
    precondition(done == count, "fewer values than the file was announced to hold")
    if let names, rename(names.partial, names.final) != 0 {
      throw FileError(path, "cannot be written: \(systemMessage())")
    }
    isFinished = true
  }
}
