import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Synchronization

/// Runs a kernel on all finite inputs of a format of at most 32 bits and checks its structure.
///
/// - Throws: `ScoringError` for float64 inputs; what the kernel throws.
package func structure<K: MixedKernel>(
  of kernel: K, against oracle: Oracle, threads: Int = Parallel.cores,
  progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> Structure {
  let name = K.Input.name
  guard name.canTryAllInputs else {
    throw ScoringError("structure looks at all inputs; \(name.rawValue) has 2^\(name.width)")
  }
  if let single = kernel as? any Kernel<Float> {
    let options = ScoringOptions(inputs: .exhaustive, threads: threads, progress: progress)
    return try survey(single, structureOf: oracle, against: [], options).structure(single, oracle)
  }
  return try StructureRun<K.Input, K.Output>(kernel.inCallersEnvironment, oracle)
    .structure(threads, progress)
}

/// A kernel on all finite inputs, chunk by chunk of magnitudes with both signs.
private struct StructureRun<X: BinaryFormat, Y: BinaryFormat>: Sendable {
  let kernel: any MixedKernel<X, Y>
  let oracle: Oracle
  let checker: StructureChecker<X, Y>
  private let chunk = 1 << 20, batch = 1 << 14

  init(_ kernel: any MixedKernel<X, Y>, _ oracle: Oracle) {
    (self.kernel, self.oracle, checker) = (kernel, oracle, StructureChecker(oracle))
  }

  func structure(
    _ threads: Int, _ progress: @escaping @Sendable (Int, Int) -> Void
  ) throws -> Structure {
    let count = X.largestFinite.ordinal + 1
    let chunks = (count + chunk - 1) / chunk
    let state = Mutex((runs: StructureRuns(), done: 0))
    try FloatingPointEnvironment.standard.run {
      try Parallel.forEach(0..<chunks, threads: threads) { k in
        let part = try checked(k * chunk..<min(count, (k + 1) * chunk))
        let done = state.withLock { state in
          state.runs.insert(k, part)
          state.done += 1
          return state.done
        }
        progress(min(2 * count, done * 2 * chunk), 2 * count)
      }
    }
    let runs = state.withLock { $0.runs.runs }
    guard runs.count == 1, let whole = runs.first else {
      throw ScoringError("a structure of \(kernel.description.name) is not complete")
    }
    return try Structure(
      kernel.description.name, from: X.self, to: Y.self, oracle, whole.part)
  }

  private func checked(_ magnitudes: Range<Int>) throws -> StructurePart {
    var part = StructurePart()
    try withBatchBuffers(of: X.self, and: Y.self, count: batch + 1) { x, above in
      try withUnsafeTemporaryAllocation(of: Y.self, capacity: batch + 1) { below in
        for from in stride(from: magnitudes.lowerBound, to: magnitudes.upperBound, by: batch) {
          let to = min(from + batch, magnitudes.upperBound)
          // One more in front, which orders the first.
          let lead = from == 0 ? 0 : 1
          let count = to - from + lead
          for (isNegative, y) in [(false, above), (true, below)] {
            for i in 0..<count {
              let magnitude = X(ordinal: from - lead + i)
              x[i] = isNegative ? magnitude.negated : magnitude
            }
            try kernel.evaluate(
              UnsafeBufferPointer(rebasing: x[..<count]),
              into: UnsafeMutableBufferPointer(rebasing: y[..<count]))
          }
          guard let ys = above.baseAddress, let zs = below.baseAddress else { return }
          checker.check(from, ys + lead, zs + lead, to - from, &part)
        }
      }
    }
    return part
  }
}
