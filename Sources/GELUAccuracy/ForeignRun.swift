import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Oracle
import Scoring

/// Where the kernel reads and writes one format.
public typealias ForeignRun<T: BinaryFormat> = MixedForeignRun<T, T>

/// A kernel from elsewhere, run and scored at once.
public struct MixedForeignRun<Input: BinaryFormat, Output: BinaryFormat>: Sendable {
  public var oracle: Oracle
  public var inputs: InputSet
  public var flush: [FlushModel]
  /// How likely inputs are; nil for the usual weights, which all inputs of up to 16 bits have.
  public var weights: InputWeights?
  public var threads: Int
  /// The upstream gradient that a backward kernel is given; nil for a kernel of x alone.
  public var dy: Input?
  /// Told from any thread how many outputs have been scored, and of how many.
  public var progress: @Sendable (Int, Int) -> Void
  /// Whether the process of a command is kept for the next run, where the protocol lets it; else its end is part of
  /// the run.
  package var keepsProcess = false

  public init(
    oracle: Oracle, inputs: InputSet, flush: [FlushModel] = [.none], threads: Int = Parallel.cores,
    dy: Input? = nil, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    (self.oracle, self.inputs, self.flush, self.threads) = (oracle, inputs, flush, threads)
    (self.dy, self.progress) = (dy, progress)
  }

  /// Inputs a thread takes at a time.
  private static var chunk: Int { 1 << (Input.name.keepsAllTruths ? 14 : 18) }

  /// The scores under each flush model.
  /// - Throws: `Cut`, where the kernel failed after some outputs; `ScoringError`, where dy is not the
  ///   oracle's factor or the kernel takes none; else what the kernel throws.
  public func scores<K: MixedKernel>(
    _ kernel: K
  ) throws -> [Score] where K.Input == Input, K.Output == Output {
    if let dy, dy.double != oracle.factor {
      throw ScoringError("the kernel is given dy \(dy.double), the oracle \(oracle.factor)")
    }
    let scorer = try MixedOutputScorer<Input, Output>(
      kernel.description.name, against: oracle, inputs: inputs, flush: flush,
      weights: weights)
    let add: @Sendable (Int, UnsafeBufferPointer<Output>) throws -> Void = { rank, outputs in
      try scorer.add(from: rank, outputs)
      progress(scorer.added, scorer.count)
    }
    do {
      if let command = kernel as? MixedCommandKernel<Input, Output> {
        try command.stream(plan(), dy: dy, chunk: Self.chunk, threads: threads, consume: add)
        if !keepsProcess { try command.finish() }
      } else {
        try call(atGradient(kernel), scorer.count, add)
      }
    } catch let failure as KernelFailure where failure.leavesUsableOutputs && scorer.added > 0 {
      throw Cut(
        scores: named(try scorer.scores(), kernel), count: scorer.count, failure: failure)
    }
    return named(try scorer.scores(), kernel)
  }

  /// With what the kernel ran in.
  package func named(_ scores: [Score], _ kernel: any MixedKernel<Input, Output>) -> [Score] {
    let environment = kernel.environment
    return scores.map {
      var score = $0
      score.environment = environment
      return score
    }
  }

  /// The kernel at the gradient that was asked for.
  /// - Throws: `ScoringError`, where it is a kernel of x alone.
  private func atGradient(
    _ kernel: any MixedKernel<Input, Output>
  ) throws -> any MixedKernel<Input, Output> {
    guard let dy else { return kernel }
    func fixed<K: GradientKernel<Input>>(_ backward: K) -> (any MixedKernel<Input, Output>)? {
      FixedGradient(backward, dy: dy) as? any MixedKernel<Input, Output>
    }
    guard let backward = kernel as? any GradientKernel<Input>, let at = fixed(backward) else {
      throw ScoringError(
        "\(kernel.description.name) takes no dy; leave it out, or make the kernel a GradientKernel")
    }
    return at
  }

  /// What was measured before the kernel failed, nowhere exact.
  public struct Cut: Error, CustomStringConvertible {
    public let scores: [Score]
    public let count: Int
    public let failure: KernelFailure

    init(scores: [Score], count: Int, failure: KernelFailure) {
      (self.count, self.failure) = (count, failure)
      self.scores = scores.map {
        var score = $0
        score.bound = .largestKnown
        return score
      }
    }

    public var description: String {
      let scored = scores.first?.scored ?? 0
      return "\(failure); the score is of the \(scored) inputs "
        + (scored < count ? "of \(count) " : "") + "before it"
    }
  }

  private func plan() throws -> InputPlan<Input> {
    guard inputs != .exhaustive else { return InputPlan() }
    let signature = Signature(input: Input.name, output: Output.name)
    return try InputPlan(PlannedInputs(Question(oracle.target, signature, inputs: inputs)))
  }

  private func call(
    _ kernel: any MixedKernel<Input, Output>, _ count: Int,
    _ add: @escaping @Sendable (Int, UnsafeBufferPointer<Output>) throws -> Void
  ) throws {
    let plan = try plan()
    let piece = 1 << 16
    try Parallel.forEach(0..<(count + Self.chunk - 1) / Self.chunk, threads: threads) { i in
      let (first, last) = (i * Self.chunk, min((i + 1) * Self.chunk, count))
      try withUnsafeTemporaryAllocation(of: Input.self, capacity: piece) { inputs in
        try withUnsafeTemporaryAllocation(of: Output.self, capacity: Self.chunk) { y in
          for from in stride(from: first, to: last, by: piece) {
            let n = min(piece, last - from)
            let x = UnsafeMutableBufferPointer(rebasing: inputs[..<n])
            plan.fill(x, from: from)
            try kernel.evaluate(
              UnsafeBufferPointer(x),
              into: UnsafeMutableBufferPointer(rebasing: y[(from - first)..<(from - first + n)]))
          }
          try add(first, UnsafeBufferPointer(rebasing: y[..<(last - first)]))
        }
      }
    }
  }
}
