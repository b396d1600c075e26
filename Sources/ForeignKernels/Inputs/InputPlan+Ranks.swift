import FloatingPointFormats

extension InputPlan {
  /// Outputs of the whole run put into canonical order, the padding's dropped.
  /// - Precondition: one output for each place.
  public func canonical(_ outputs: [T]) -> [T] {
    precondition(outputs.count == paddedCount, "one output for each place of the plan")
    return (0..<count).map { outputs[place(ofRank: $0)] }
  }

  /// Outputs of some consecutive places, with their ranks, sorted by rank: one window of an
  /// exhaustive plan comes out as consecutive ranks, whatever its order, if it starts at a multiple
  /// of its length and there is no shift.
  public func ranked(_ outputs: UnsafeBufferPointer<T>, from first: Int) -> [(rank: Int, output: T)]
  {
    var pairs: [(rank: Int, output: T)] = []
    pairs.reserveCapacity(outputs.count)
    var (ascends, descends) = (true, true)
    for (k, output) in outputs.enumerated() {
      guard let rank = rank(at: first + k) else { break }
      if let last = pairs.last {
        if rank < last.rank { ascends = false } else { descends = false }
      }
      pairs.append((rank, output))
    }
    if ascends { return pairs }
    if descends { return pairs.reversed() }
    return pairs.sorted { $0.rank < $1.rank }
  }

  /// SHA-256 of the little-endian encodings at all places, padding included, in the order of the run.
  public func sha256() -> String {
    var digest = SHA256()
    let piece = 1 << 16
    withUnsafeTemporaryAllocation(of: T.self, capacity: piece) { buffer in
      for first in stride(from: 0, to: paddedCount, by: piece) {
        let part = UnsafeMutableBufferPointer(rebasing: buffer[..<min(piece, paddedCount - first)])
        fill(part, from: first)
        digest.update(UnsafeRawBufferPointer(part))
      }
    }
    return digest.hexDigest()
  }

  /// Writes the inputs to a file, and beside it the sidecar that describes them.
  /// - Throws: `FileError`, one line.
  public func write(
    to path: String, as kind: TensorFileKind? = nil, tensor: String = "x",
    describedBy describe: (_ sha256: String) -> Sidecar
  ) throws {
    let writer = try TensorWriter<T>(path, as: kind, tensor: tensor, count: paddedCount)
    var digest = SHA256()
    let piece = 1 << 16
    try withUnsafeTemporaryAllocation(of: T.self, capacity: piece) { buffer in
      for first in stride(from: 0, to: paddedCount, by: piece) {
        let part = UnsafeMutableBufferPointer(rebasing: buffer[..<min(piece, paddedCount - first)])
        fill(part, from: first)
        digest.update(UnsafeRawBufferPointer(part))
        try writer.write(UnsafeBufferPointer(part))
      }
    }
    try writer.finish()
    try describe(digest.hexDigest()).write(beside: path)
  }
}
