import FloatingPointFormats
import Kernels

/// Whether a kernel's outputs depend on the place of an input: calls it again and again with other
/// lengths, alignments, neighbours, and the same way, and holds the outputs against those of its first
/// call, bit by bit; all NaNs are equal. What a kind of kernel has no choice of is not varied, and the
/// report says so. A kernel that nobody has called yet shows whether its first call is like the others.
package struct PositionCheck: Sendable {
  /// One, odd ones, and multiples of vector lengths with their neighbours.
  package var lengths = [
    1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 255, 257, 1023, 1025,
  ]
  /// In values after a multiple of 64 bytes.
  package var offsets = Array(0...15)
  /// How often the same call is made.
  package var repeats = 3
  /// How many calls are made of each length at most; the inputs are then taken evenly spread.
  package var callsOfALength = 1024
  /// How many values the longest call has: the inputs over and over. Not made where 0.
  package var longest = 0
  /// How many findings of each kind are kept.
  package var kept = 20
  /// Of the orders in which neighbours are mixed.
  package var seed: UInt64 = 1

  package init() {}

  /// - Parameters:
  ///   - inputs: what the kernel is called with, all finite or not; at least one.
  ///   - progress: told how many passes of how many are done.
  /// - Throws: what the kernel throws.
  package func report<K: MixedKernel>(
    _ kernel: K, inputs: [K.Input], progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> PositionReport {
    precondition(!inputs.isEmpty, "positions are checked with at least one input")
    let form = kernel.callForm
    // The narrower: where its buffer is aligned as promised the other's is too.
    let width = min(MemoryLayout<K.Input>.stride, MemoryLayout<K.Output>.stride)
    var run = try PositionRun(
      kernel, inputs, kept: kept, scope: scope(form, width: width, count: inputs.count))
    let passes = passes(form, inputs.count, width)
    for (done, pass) in passes.enumerated() {
      switch pass {
      case .order(let indices, let length, let offset):
        try run.pass(indices, length: length, offset: offset)
      case .over(let length): try run.passOver(length)
      }
      progress(done + 1, passes.count)
    }
    return run.report
  }

  /// Calls that are made one after another.
  private enum Pass {
    /// With the inputs of these indices, in this order, `length` at a time.
    case order([Int], length: Int, offset: Int? = nil)
    /// One call with the inputs over and over.
    case over(Int)
  }

  private func passes(_ form: CallForm, _ count: Int, _ width: Int) -> [Pass] {
    let all = Array(0..<count)
    var passes = [Pass](repeating: .order(all, length: count), count: max(2, repeats) - 1)
    for seed in [seed, seed &+ 1] {
      let shuffle = Shuffle(count: UInt64(count), seed: seed)
      passes.append(.order(all.map { Int(shuffle[UInt64($0)]) }, length: count))
    }
    switch form {
    case .values: break
    case .batches:
      // Every input at other places of a batch, its neighbours being the same.
      for shift in [1, 8, 1001] where shift < count {
        passes.append(.order(Array(all[shift...] + all[..<shift]), length: count))
      }
    case .buffers(let alignment), .gradients(let alignment):
      passes += lengths.filter { $0 < count }.map {
        .order(spread(count, length: $0), length: $0)
      }
      // Not a multiple of anything, so that body and tail are both in each call.
      passes += offsets(alignedTo: alignment, width: width).map {
        .order(all, length: min(count, 4099), offset: $0)
      }
      // Twice: what two threads of the kernel spoil for each other shows in long calls, if at all.
      if longest > count { passes += [.over(longest), .over(longest)] }
    }
    return passes
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
