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
  /// How many values the longest calls have: the inputs over and over. Not made where 0.
  package var longest = 0
  /// Whether the longest calls are made however long they take: the user named their length.
  package var mustBeLong = false
  /// How often a longest call is made at most: what two threads of the kernel spoil for each other shows
  /// in long calls, if at all, and not in each.
  package var longCalls = 8
  /// How many findings of each kind are kept.
  package var kept = 20
  /// Of the orders in which neighbours are mixed.
  package var seed: UInt64 = 1
  /// No new call is begun after so many seconds.
  package var seconds = Double.infinity

  package init() {}

  /// - Parameters:
  ///   - inputs: what the kernel is called with, all finite or not; at least one.
  ///   - progress: told how many passes of how many are done.
  /// - Throws: what the kernel throws other than the failure of a call, which is a finding.
  package func report<K: MixedKernel>(
    _ kernel: K, inputs: [K.Input], progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> PositionReport {
    var run = PositionRun<K.Input, K.Output>(kernel, inputs, kept: kept, seconds: seconds)
    run.comparingGradients = { try $0.compareGradients() }
    return try report(kernel, run, progress)
  }

  /// The same of a kernel whose values need be no numbers.
  package func report<K: StoredKernel>(
    _ kernel: K, inputs: [K.Input], progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> PositionReport {
    try report(
      kernel, PositionRun<K.Input, K.Output>(kernel, inputs, kept: kept, seconds: seconds), progress
    )
  }

  private func report<K: StoredKernel>(
    _ kernel: K, _ begun: PositionRun<K.Input, K.Output>, _ progress: (Int, Int) -> Void
  ) throws -> PositionReport {
    var run = begun
    let inputs = run.inputs
    precondition(!inputs.isEmpty, "positions are checked with at least one input")
    // The narrower: where its buffer is aligned as promised the other's is too.
    let width = min(MemoryLayout<K.Input>.stride, MemoryLayout<K.Output>.stride)
    let passes = passes(kernel.callForm, inputs.count, width, run.takesGradient)
    for (done, pass) in passes.enumerated() where !run.isStopped {
      do { try run.make(pass) } catch let failure as KernelFailure {
        // One that could not be called at all has no place to be found.
        guard failure.batch != nil else { throw failure }
        try run.add(failure)
      }
      progress(done + 1, passes.count)
    }
    return run.finished(kernel.callForm)
  }
}
