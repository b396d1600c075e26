import FloatingPointFormats
import ForeignKernels
import Kernels
import Oracle
import Scoring
import Synchronization

/// Runs as built-in kernels have them: over a region, in parts that are kept and joined, and as a search.
extension MixedForeignRun {
  /// Scores the chunks of a shard, or all, that an earlier part of the same run has not done, under the first
  /// flush model.
  ///
  /// The kernel is called batch by batch: a command with `MixedCommandKernel.Options.chunkBatch`.
  /// - Parameters:
  ///   - options: with the source that the part is kept for; its inputs, flush model and threads are the run's.
  ///   - checkpoint: as in `partialScore`; also given what was done when the kernel failed.
  /// - Throws: `Cut`, where the kernel failed after some chunks; `DifferentRun`; else what the kernel throws.
  package func part<K: MixedKernel>(
    _ kernel: K, _ options: ScoringOptions, resuming earlier: PartialScore? = nil,
    checkpoint: @escaping @Sendable (PartialScore) throws -> Void = { _ in }
  ) throws -> PartialScore where K.Input == Input, K.Output == Output {
    var options = options
    (options.inputs, options.flush, options.threads) = (inputs, flush[0], threads)
    let total = Mutex(0)
    let progress = progress
    options.progress = { done, count in
      total.withLock { $0 = count }
      progress(done, count)
    }
    let last = Mutex<PartialScore?>(nil)
    do {
      return try partialScore(kernel, against: oracle, options, resuming: earlier) { part in
        last.withLock { $0 = part }
        try checkpoint(part)
      }
    } catch let failure as KernelFailure where failure.leavesUsableOutputs {
      guard let part = last.withLock({ $0 }), part.scored > 0 else { throw failure }
      let count = max(part.scored, total.withLock { $0 })
      throw Cut(scores: [try part.scoreSoFar()], count: count, failure: failure)
    }
  }

  /// Searches for the largest error, under the first flush model.
  /// - Throws: `Cut`, where the kernel failed after some inputs; else what the kernel throws.
  package func search<K: Kernel>(
    _ kernel: K, _ budget: SearchBudget, seed: UInt64
  ) throws -> Score where K.Element == Input, Input == Output {
    do {
      return try searchScore(
        kernel, against: oracle, budget, seed: seed, flush: flush[0], threads: threads,
        progress: progress)
    } catch let cut as CutSearch {
      guard let failure = cut.error as? KernelFailure, failure.leavesUsableOutputs else {
        throw cut.error
      }
      throw Cut(scores: [cut.score], count: cut.score.scored, failure: failure)
    }
  }
}

extension MixedCommandKernel.Options {
  /// For runs in parts and searches: the values of a chunk, and the one before, are a batch.
  package static var chunkBatch: Int { (1 << 12) + 1 }
}
