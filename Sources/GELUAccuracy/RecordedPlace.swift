import FloatingPointFormats
import ForeignKernels

/// A tensor or column of a file that somebody recorded.
struct RecordedPlace {
  let file: RecordedFile
  let tensor: RecordedFile.Tensor

  func values<T: StoredFormat>(_: T.Type) throws -> [T] { try file.values(tensor, T.self) }
  var name: String { tensor.name.isEmpty ? file.path : "'\(tensor.name)' of \(file.path)" }

  /// That two arrays of several dimensions have one shape.
  /// - Throws: `FileError`.
  func checkShape(of input: RecordedPlace) throws {
    guard let a = input.tensor.shape, let b = tensor.shape, a != b, a.count > 1, b.count > 1 else {
      return
    }
    throw FileError(
      file.path, "has shape \(b) in \(name), the inputs have \(a); reshape one of them")
  }

  /// That there are inputs, and as many values here.
  /// - Throws: `FileError`.
  func check(count: Int, inputs: Int, of input: RecordedPlace) throws {
    guard inputs > 0 else {
      throw FileError(input.file.path, "holds no inputs; there is nothing to score")
    }
    guard count == inputs else {
      throw FileError(file.path, "has \(count) values in \(name) for \(inputs) inputs")
    }
  }
}

extension RecordedFile {
  func has(_ name: String) -> Bool { tensors.contains { $0.name == name } }

  /// A tensor by its name or one of the usual ones, or the only one of its file.
  func find(
    _ asked: String?, _ usual: [String], _ option: String, alone: Bool
  ) throws -> RecordedPlace {
    if let asked {
      let name = kind == .csv && asked.hasSuffix("_hex") ? String(asked.dropLast(4)) : asked
      guard let tensor = tensors.first(where: { $0.name == name }) else {
        throw FileError(path, "has no tensor '\(asked)'; it has: \(names)")
      }
      return RecordedPlace(file: self, tensor: tensor)
    }
    if alone, tensors.count == 1 { return RecordedPlace(file: self, tensor: tensors[0]) }
    for name in usual {
      if let tensor = tensors.first(where: { $0.name == name }) {
        return RecordedPlace(file: self, tensor: tensor)
      }
    }
    throw FileError(path, "has no tensor '\(usual[0])'; name one with \(option): \(names)")
  }
}
