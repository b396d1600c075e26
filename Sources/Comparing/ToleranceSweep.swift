import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring
import Synchronization

/// Holds outputs to the correctly rounded results by the tolerances of usual tests, at finite inputs.
package final class ToleranceSweep<Input: BinaryFormat, Output: BinaryFormat>: Sendable {
  private let results: ExactResults
  private let tolerances: [Tolerance]
  private let sums: Mutex<[ToleranceSums]>

  /// - Precondition: the target has no second input.
  /// - Throws: as `ExactResults`.
  package init(_ target: Target) throws {
    results = try ExactResults(target, Signature(input: Input.name, output: Output.name))
    let found = Tolerance.defaults(for: Output.name)
    tolerances = found
    sums = Mutex(Array(repeating: ToleranceSums(), count: found.count))
  }

  /// Adds inputs with their outputs, in any order and from several threads.
  /// - Throws: `OracleError`.
  package func add(
    _ inputs: UnsafeBufferPointer<Input>, _ outputs: UnsafeBufferPointer<Output>
  ) throws {
    var found = Array(repeating: ToleranceSums(), count: tolerances.count)
    try ExactResults.run {
      for i in inputs.indices where inputs[i].isFiniteValue {
        let right = Output(nearest: try results.rounded(at: inputs[i].bits))
        // What has the right bits passes, unless it is NaN.
        guard outputs[i].bitPattern != right.bitPattern || right.isNaNValue else { continue }
        let place = PairPlace(
          position: inputs[i].position, input: inputs[i].bits, a: right.bits, b: outputs[i].bits)
        for (k, tolerance) in tolerances.enumerated() {
          found[k].add(tolerance, actual: outputs[i].double, desired: right.double, place)
        }
      }
    }
    sums.withLock { sums in for k in found.indices { sums[k].merge(found[k]) } }
  }

  /// Adds what a kernel makes of the inputs of a question.
  /// - Throws: what the kernel throws; `ScoringError`, where the inputs cannot be; `OracleError`.
  package func add(
    _ kernel: any MixedKernel<Input, Output>, _ question: Question, threads: Int,
    progress: @Sendable (Int, Int) -> Void
  ) throws {
    let inputs = try PlannedInputs(question)
    let chunk = 1 << 12
    let done = Mutex(0)
    try Parallel.forEach(0..<(inputs.count + chunk - 1) / chunk, threads: threads) { i in
      let first = i * chunk
      let count = min(chunk, inputs.count - first)
      try withUnsafeTemporaryAllocation(of: Input.self, capacity: count) { x in
        try withUnsafeTemporaryAllocation(of: Output.self, capacity: count) { y in
          inputs.fill(x, from: first)
          try kernel.evaluate(UnsafeBufferPointer(x), into: y)
          try add(UnsafeBufferPointer(x), UnsafeBufferPointer(y))
        }
      }
      let sum = done.withLock { done in
        done += count
        return done
      }
      progress(sum, inputs.count)
    }
  }

  /// In the order of the table; outputs are the actual ones, A in the verdicts is the correct rounding.
  /// - Throws: `OracleError`.
  package func verdicts() throws -> [ToleranceVerdict] {
    let sums = sums.withLock { $0 }
    return try ExactResults.run {
      try zip(tolerances, sums).map {
        try ToleranceVerdict($0, $1) { try ComparedOutputs.Difference($0, results) }
      }
    }
  }
}
