import Digests
import FloatingPointFormats

extension InputPlan {
  /// Outputs of the whole run put into canonical order, the padding's dropped.
  /// - Precondition: one output for each place.
  package func canonical(_ outputs: [T]) -> [T] {
    precondition(outputs.count == paddedCount, "one output for each place of the plan")
    return (0..<count).map { outputs[place(ofRank: $0)] }
  }

  /// Puts outputs of consecutive places in canonical order and hands them on in runs of consecutive
  /// ranks, the padding's dropped.
  ///
  /// One run comes out, whatever the order, where a window of an exhaustive plan starts at a multiple
  /// of its length, a divisor of 2^16, and there is no shift: memory stays bounded, and neighbours in
  /// value are together.
  /// - Parameter body: told the first rank, and the outputs of that rank and the following.
  package func forEachRun<Y: BinaryFormat>(
    _ outputs: UnsafeBufferPointer<Y>, from first: Int,
    _ body: (_ firstRank: Int, _ outputs: UnsafeBufferPointer<Y>) throws -> Void
  ) rethrows {
    let values = max(0, min(outputs.count, count - first))
    guard values > 0 else { return }
    if order.base == .ascending {
      var done = 0
      while done < values, let rank = rank(at: first + done) {
        // Up to where a rotation starts again at rank 0.
        let end = min(values, done + count - rank)
        try body(rank, UnsafeBufferPointer(rebasing: outputs[done..<end]))
        done = end
      }
      return
    }
    let (ranks, placesByRank) = places.sorted(from: first, values)
    try withUnsafeTemporaryAllocation(of: Y.self, capacity: values) { sorted in
      let source = UnsafeRawBufferPointer(outputs)
      let target = UnsafeMutableRawBufferPointer(sorted)
      switch Y.width {
      case 8: gather(UInt8.self, source, target, placesByRank)
      case 16: gather(UInt16.self, source, target, placesByRank)
      case 32: gather(UInt32.self, source, target, placesByRank)
      default: gather(UInt64.self, source, target, placesByRank)
      }
      var start = 0
      while start < values {
        var end = start + 1
        while end < values, ranks[end] == ranks[end - 1] + 1 { end += 1 }
        try body(ranks[start], UnsafeBufferPointer(rebasing: sorted[start..<end]))
        start = end
      }
    }
  }

  /// SHA-256 of the little-endian encodings at all places, padding included, in the order of the run.
  package func sha256() -> String {
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
  /// - Parameter progress: told now and then how many inputs are written; where it throws, nothing is
  ///   left of the file.
  /// - Throws: `FileError`, one line; what `progress` throws.
  package func write(
    to path: String, as kind: TensorFileKind? = nil, tensor: String = "x",
    progress: (_ written: Int) throws -> Void = { _ in },
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
        try progress(first + part.count)
      }
    }
    try writer.finish()
    try describe(digest.hexDigest()).write(beside: path)
  }
}

private func gather<B: BitwiseCopyable>(
  _ type: B.Type, _ source: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer,
  _ places: [Int]
) {
  let (from, to) = (
    source.assumingMemoryBound(to: B.self), target.assumingMemoryBound(to: B.self)
  )
  for (k, place) in places.enumerated() { to[k] = from[place] }
}

extension PlanPlaces {
  /// The ranks at `length` consecutive places in ascending order, and the place of each, counted from
  /// `first`.
  func sorted(from first: Int, _ length: Int) -> (ranks: [Int], places: [Int]) {
    var unsorted = [Int](repeating: 0, count: length)
    var (least, most) = (Int.max, Int.min)
    unsorted.withUnsafeMutableBufferPointer { ranks in
      forEachRank(from: first, length) { k, rank in
        ranks[k] = rank
        least = min(least, rank)
        most = max(most, rank)
      }
    }
    guard most - least == length - 1 else {
      let places = (0..<length).sorted { unsorted[$0] < unsorted[$1] }
      return (places.map { unsorted[$0] }, places)
    }
    // Distinct ranks without gaps: each says where it belongs.
    var places = unsorted
    for (k, rank) in unsorted.enumerated() { places[rank - least] = k }
    return (Array(least...most), places)
  }
}
