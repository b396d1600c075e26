import FloatingPointFormats
import Kernels

/// Whether a kernel's outputs depend on the place of an input: calls it again and again with other
/// lengths, alignments, neighbours, and the same way, and holds the outputs against those of one long
/// call, bit by bit; all NaNs are equal.
public struct PositionCheck: Sendable {
  /// One, odd ones, and multiples of vector lengths with their neighbours.
  public var lengths = [
    1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 255, 257, 1023, 1025,
  ]
  /// In values after a multiple of 64 bytes.
  public var offsets = Array(0...15)
  /// How often the same call is made.
  public var repeats = 3
  /// How many calls are made of each length at most; the inputs are then taken evenly spread.
  public var callsOfALength = 1024
  /// How many findings of each kind are kept.
  public var kept = 20
  /// Of the orders in which neighbours are mixed.
  public var seed: UInt64 = 1

  public init() {}

  /// - Parameter inputs: what the kernel is called with, all finite or not; at least one.
  /// - Throws: what the kernel throws.
  public func report<T: BinaryFormat>(
    _ kernel: any Kernel<T>, inputs: [T]
  ) throws -> PositionReport {
    precondition(!inputs.isEmpty, "positions are checked with at least one input")
    var run = try PositionRun(kernel, inputs, kept: kept)
    let all = Array(inputs.indices)
    for _ in 1..<max(2, repeats) { try run.pass(all, length: all.count) }
    for seed in [seed, seed &+ 1] {
      let shuffle = Shuffle(count: UInt64(all.count), seed: seed)
      try run.pass(all.map { Int(shuffle[UInt64($0)]) }, length: all.count)
    }
    for length in lengths where length < all.count {
      try run.pass(spread(all.count, length: length), length: length)
    }
    // Not a multiple of anything, so that body and tail are both in each call.
    for offset in offsets { try run.pass(all, length: min(all.count, 4099), offset: offset) }
    return run.report
  }

  /// Runs of `length` neighbours, evenly spread over all inputs.
  private func spread(_ count: Int, length: Int) -> [Int] {
    let runs = min(callsOfALength, count / length)
    return (0..<runs).flatMap { run in
      let first = runs == 1 ? 0 : (count - length) * run / (runs - 1)
      return first..<(first + length)
    }
  }
}
