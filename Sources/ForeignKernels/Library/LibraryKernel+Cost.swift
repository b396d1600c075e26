import FloatingPointFormats
import Scoring

extension MixedLibraryKernel where Input == Output, Input: BinaryFormat {
  /// What one value costs, on the inputs that built-in kernels are timed on, in one thread: the least of several
  /// calls, each timed in the worker, where the copies to and from it are not in the time.
  ///
  /// A backward function is called with dy = 1.
  /// - Throws: `KernelFailure`.
  package func cost(seconds: Double = 0.02) throws -> KernelCost {
    let x = KernelCost.inputs(Input.self)
    var least = Double.infinity
    try x.withUnsafeBufferPointer { x in
      let start = ContinuousClock.now
      var runs = 0
      while runs < 3 || ContinuousClock.now - start < .seconds(seconds) {
        let pieces = stride(from: 0, to: x.count, by: options.batch).map {
          Values(rebasing: x[$0..<min($0 + options.batch, x.count)])
        }
        least = min(least, try pieces.reduce(0) { $0 + (try time($1)) })
        runs += 1
      }
    }
    return KernelCost(
      kernel: description.name, format: Input.name, nanoseconds: least / Double(x.count))
  }
}
