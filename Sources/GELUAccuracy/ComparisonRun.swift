import Comparing
import FloatingPointFormats
import ForeignKernels
import Kernels
import Oracle
import Scoring

/// Two kernels on the same inputs, compared with each other and with the exact values.
///
/// ```swift
/// let run = ComparisonRun<Float, Float>(against: Oracle(.gelu), inputs: .usual(for: .float32))
/// let comparison = try run.comparison(before, after)
/// print(comparison)
/// #expect(try comparison.breaches(of: .noWorse).isEmpty)
/// ```
public struct ComparisonRun<Input: BinaryFormat, Output: BinaryFormat>: Sendable {
  public var oracle: Oracle
  public var inputs: InputSet
  public var flush = FlushModel.none
  /// An interval that the inputs are limited to.
  public var region: ClosedRange<Double>?
  public var threads = Parallel.cores
  /// Told from any thread how many inputs have been compared, and of how many.
  public var progress: @Sendable (Int, Int) -> Void = { _, _ in }

  public init(against oracle: Oracle, inputs: InputSet) {
    (self.oracle, self.inputs) = (oracle, inputs)
  }

  /// Inputs that a kernel is given at a time, and a thread takes: a few calls.
  private static var batch: Int { Input.name.keepsAllTruths ? 1 << 12 : 1 << 16 }
  private static var chunk: Int { batch << 2 }

  /// How two kernels compare.
  /// - Parameters:
  ///   - a: the kernel as it was.
  ///   - b: what is to take its place.
  ///   - names: what the comparison calls them; nil for the kernels' own names.
  /// - Throws: what a kernel throws; `ScoringError`, where the inputs cannot be; `OracleError`.
  public func comparison<A: MixedKernel, B: MixedKernel>(
    _ a: A, _ b: B, names: (a: String, b: String)? = nil
  ) throws -> Comparison
  where A.Input == Input, A.Output == Output, B.Input == Input, B.Output == Output {
    let comparer = try OutputComparer<Input, Output>(
      a.description.name, b.description.name, against: oracle, inputs: inputs, flush: flush,
      region: region)
    // Every encoding in order needs no list.
    let all = inputs == .exhaustive && region == nil ? ForeignKernels.InputPlan<Input>() : nil
    let total = comparer.inputs.count
    let chunks = (total + Self.chunk - 1) / Self.chunk
    try Parallel.forEach(0..<chunks, threads: threads) { i in
      let first = i * Self.chunk
      let count = min(Self.chunk, total - first)
      try withUnsafeTemporaryAllocation(of: Input.self, capacity: count) { x in
        if let all {
          all.fill(x, from: first)
        } else {
          comparer.inputs.fill(x, from: first)
        }
        try compare(UnsafeBufferPointer(x), from: first, a, b, comparer)
      }
      progress(comparer.compared, total)
    }
    return try comparer.comparison(names: names)
  }

  private func compare(
    _ x: UnsafeBufferPointer<Input>, from first: Int, _ a: any MixedKernel<Input, Output>,
    _ b: any MixedKernel<Input, Output>, _ comparer: OutputComparer<Input, Output>
  ) throws {
    func fill(
      _ kernel: any MixedKernel<Input, Output>, _ outputs: UnsafeMutableBufferPointer<Output>
    ) throws {
      for from in stride(from: 0, to: x.count, by: Self.batch) {
        let range = from..<min(from + Self.batch, x.count)
        try kernel.evaluate(
          UnsafeBufferPointer(rebasing: x[range]),
          into: UnsafeMutableBufferPointer(rebasing: outputs[range]))
      }
    }
    try withUnsafeTemporaryAllocation(of: Output.self, capacity: 2 * x.count) { outputs in
      let left = UnsafeMutableBufferPointer(rebasing: outputs[..<x.count])
      let right = UnsafeMutableBufferPointer(rebasing: outputs[x.count...])
      try fill(a, left)
      try fill(b, right)
      try comparer.add(from: first, x, UnsafeBufferPointer(left), UnsafeBufferPointer(right))
    }
  }
}
