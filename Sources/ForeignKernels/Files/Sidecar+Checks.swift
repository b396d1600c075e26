import Digests
import FloatingPointFormats

extension Sidecar {
  /// How many places a file of these inputs, or of their outputs, has.
  package var paddedCount: Int {
    (count + padding.multiple - 1) / padding.multiple * padding.multiple
  }

  /// The plan that the sidecar describes.
  /// - Parameter inputs: the values of the file, needed for a sample only.
  /// - Throws: `FileError`, where the format is another, or the values are not those that were written.
  package func plan<T>(
    _ type: T.Type, path: String, inputs: @autoclosure () throws -> [T]
  ) throws -> InputPlan<T> {
    guard signature.input == T.name else {
      throw FileError(path, "holds \(signature.input.rawValue) inputs, not \(T.name.rawValue)")
    }
    if kind == "exhaustive" { return InputPlan(exhaustive: order, padding: padding) }
    let values = try inputs()
    guard values.count == paddedCount else {
      throw FileError(
        path, "holds \(values.count) inputs where its sidecar says \(paddedCount); emit them again")
    }
    let plan = InputPlan(samples: Array(values.prefix(count)), order: order, padding: padding)
    guard plan.sha256() == sha256 else { throw changed(path) }
    return plan
  }

  /// Whether a file still holds the inputs that were written.
  /// - Throws: `FileError`, where it does not.
  package func verify<T>(_ reader: TensorReader<T>) throws {
    guard reader.count == paddedCount else {
      throw FileError(
        reader.path,
        "holds \(reader.count) inputs where its sidecar says \(paddedCount); emit them again")
    }
    var digest = SHA256()
    try withUnsafeTemporaryAllocation(of: T.self, capacity: 1 << 16) { buffer in
      while case let n = try reader.read(into: buffer), n > 0 {
        digest.update(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[..<n])))
      }
    }
    guard digest.hexDigest() == sha256 else { throw changed(reader.path) }
  }

  private func changed(_ path: String) -> FileError {
    FileError(path, "is not the file that its sidecar describes (SHA-256 differs); emit it again")
  }

  /// Whether outputs belong to these inputs, by count and, where the outputs have a sidecar, by all
  /// that it says.
  /// - Throws: `FileError` of the outputs, which names what differs.
  package func checkOutputs(_ path: String, count outputs: Int, sidecar other: Sidecar?) throws {
    guard outputs == paddedCount else {
      throw FileError(path, "has \(outputs) outputs where there are \(paddedCount) inputs")
    }
    guard let other else { return }
    let differing: [(String, String, String)] = [
      ("format", "\(other.signature)", "\(signature)"),
      ("function", other.target.function.name, target.function.name),
      ("derivative", "\(other.target.derivative)", "\(target.derivative)"),
      ("SHA-256", other.sha256, sha256),
    ].filter { $0.1 != $0.2 }
    if let (what, theirs, ours) = differing.first {
      throw FileError(
        path,
        "belongs to other inputs: its sidecar has \(what) \(printable(theirs, limit: 64)), "
          + "the inputs have \(printable(ours, limit: 64))")
    }
  }
}

extension InputPlan {
  /// Whether a file holds exactly this plan's inputs, as one does that has inputs and outputs.
  /// - Throws: `FileError`, which names the first input that differs.
  package func verify(_ reader: TensorReader<T>) throws {
    guard reader.count == paddedCount else {
      throw FileError(reader.path, "has \(reader.count) inputs where \(paddedCount) were given")
    }
    let piece = 1 << 16
    try withUnsafeTemporaryAllocation(of: T.self, capacity: 2 * piece) { buffer in
      var first = 0
      while case let n = try reader.read(into: .init(rebasing: buffer[..<piece])), n > 0 {
        let ours = UnsafeMutableBufferPointer(rebasing: buffer[piece..<(piece + n)])
        fill(ours, from: first)
        for k in 0..<n where buffer[k].bitPattern != ours[k].bitPattern {
          throw FileError(
            reader.path,
            "belongs to other inputs: input \(first + k) is \(buffer[k].hexBits), "
              + "given was \(ours[k].hexBits)")
        }
        first += n
      }
    }
  }
}
