/// The kinds of files that values are exchanged in.
package enum TensorFileKind: String, CaseIterable, Sendable, Codable {
  /// numpy's array file, one array.
  case npy
  /// numpy's archive of named arrays, as `numpy.savez` writes it.
  case npz
  /// Hugging Face safetensors: named tensors in one file.
  case safetensors
  /// Little-endian encodings and nothing else.
  case raw
  /// Text, an encoding in hex on each line and column.
  case csv

  /// The kind that a file's extension says.
  /// - Throws: where the extension says nothing.
  package init(path: String) throws {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    switch parts.count > 1 ? parts[parts.count - 1].lowercased() : "" {
    case "npy": self = .npy
    case "npz": self = .npz
    case "safetensors": self = .safetensors
    case "bin", "raw", "bits": self = .raw
    case "csv", "txt": self = .csv
    case "pt", "pth", "ckpt":
      throw FileError(
        path, "torch.save's files are not read; save it with safetensors.torch.save_file")
    default:
      throw FileError(
        path, "the extension says no file type; use .npy, .safetensors, .bin or .csv")
    }
  }
}
