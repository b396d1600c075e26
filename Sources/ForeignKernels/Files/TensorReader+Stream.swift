import FloatingPointFormats

extension TensorReader {
  /// The names of the tensors or columns in a file; none in a kind of file that has no names.
  /// - Throws: `FileError`, one line.
  package static func names(in path: String, as kind: TensorFileKind? = nil) throws -> [String] {
    switch try kind ?? TensorFileKind(path: path) {
    case .safetensors: try SafetensorsHeader(.reading(path)).tensors.keys.sorted()
    case .csv: try HexLines(path, digits: T.storedName.hexDigits).columns
    case .npz: try NumpyArchive(.reading(path)).members.map(\.name)
    case .npy, .raw: []
    }
  }

  /// Reads everything that is left on this thread, while `threads` others consume it.
  ///
  /// - Parameters:
  ///   - chunk: how many values `consume` gets at a time. Only the last has fewer.
  ///   - consume: called for each chunk once, from several threads, in no fixed order, with the place
  ///     of its first value.
  /// - Throws: `FileError`, after all that was read before has been consumed; what `consume` throws.
  package func stream(
    chunk: Int = 1 << 16, threads: Int = 1,
    consume: @escaping @Sendable (_ first: Int, _ values: UnsafeBufferPointer<T>) throws -> Void
  ) throws {
    let pool = ChunkPool<T>(
      capacity: chunk, buffers: threads + 2, threads: threads, consume: consume)
    var first = 0
    var problem: (any Error)?
    do {
      while true {
        let buffer = try pool.free()
        let n = try read(into: buffer.values)
        guard n > 0 else { break }
        pool.hand(buffer, first: first, count: n)
        first += n
      }
    } catch { problem = error }
    // What a consumer threw comes first: then reading only stopped because of it.
    try pool.finish()
    if let problem { throw problem }
  }
}
