import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Oracle
import Scoring

/// A kernel from elsewhere, run and scored at once.
public struct ForeignRun<T: BinaryFormat>: Sendable {
  public var oracle: Oracle
  public var inputs: InputSet
  public var flush: [FlushModel]
  public var threads: Int
  /// The upstream gradient that a backward kernel is given; nil for a kernel of x alone.
  public var dy: T?
  /// Told from any thread how many outputs have been scored, and of how many.
  public var progress: @Sendable (Int, Int) -> Void

  public init(
    oracle: Oracle, inputs: InputSet, flush: [FlushModel] = [.none], threads: Int = Parallel.cores,
    dy: T? = nil, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    (self.oracle, self.inputs, self.flush, self.threads) = (oracle, inputs, flush, threads)
    (self.dy, self.progress) = (dy, progress)
  }

  /// Inputs a thread takes at a time.
  private static var chunk: Int { 1 << (T.name.keepsAllTruths ? 14 : 18) }

  /// The scores under each flush model.
  /// - Throws: `Cut`, where the kernel failed after some outputs; `ScoringError`, where dy is not the
  ///   oracle's factor or the kernel takes none; else what the kernel throws.
  public func scores(_ kernel: any Kernel<T>) throws -> [Score] {
    if let dy, dy.double != oracle.factor {
      throw ScoringError("the kernel is given dy \(dy.double), the oracle \(oracle.factor)")
    }
    let scorer = try OutputScorer<T>(
      kernel.description.name, against: oracle, inputs: inputs, flush: flush)
    let add: @Sendable (Int, UnsafeBufferPointer<T>) throws -> Void = { rank, outputs in
      try scorer.add(from: rank, outputs)
      progress(scorer.added, scorer.count)
    }
    do {
      if let command = kernel as? CommandKernel<T> {
        try command.stream(plan(), dy: dy, chunk: Self.chunk, threads: threads, consume: add)
      } else {
        try call(atGradient(kernel), scorer.count, add)
      }
    } catch let failure as KernelFailure where failure.leavesUsableOutputs && scorer.added > 0 {
      throw Cut(scores: try scorer.scores(), count: scorer.count, failure: failure)
    }
    return try scorer.scores()
  }

  /// The kernel at the gradient that was asked for.
  /// - Throws: `ScoringError`, where it is a kernel of x alone.
  private func atGradient(_ kernel: any Kernel<T>) throws -> any Kernel<T> {
    guard let dy else { return kernel }
    guard let backward = kernel as? any GradientKernel<T> else {
      throw ScoringError(
        "\(kernel.description.name) takes no dy; leave it out, or make the kernel a GradientKernel")
    }
    func fixed<K: GradientKernel<T>>(_ backward: K) -> any Kernel<T> {
      FixedGradient(backward, dy: dy)
    }
    return fixed(backward)
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
      "\(failure); the score is of the \(scores.first?.scored ?? 0) inputs of \(count) before it"
    }
  }

  private func plan() throws -> InputPlan<T> {
    guard inputs != .exhaustive else { return InputPlan() }
    let positions = try samplePositions(inputs, oracle.target, Signature(T.name))
    return InputPlan(samples: positions.map { T(position: $0) })
  }

  private func call(
    _ kernel: any Kernel<T>, _ count: Int,
    _ add: @escaping @Sendable (Int, UnsafeBufferPointer<T>) throws -> Void
  ) throws {
    let plan = try plan()
    let piece = 1 << 16
    try Parallel.forEach(0..<(count + Self.chunk - 1) / Self.chunk, threads: threads) { i in
      let (first, last) = (i * Self.chunk, min((i + 1) * Self.chunk, count))
      try withUnsafeTemporaryAllocation(of: T.self, capacity: Self.chunk + piece) { memory in
        let y = UnsafeMutableBufferPointer(rebasing: memory[piece...])
        for from in stride(from: first, to: last, by: piece) {
          let n = min(piece, last - from)
          let x = UnsafeMutableBufferPointer(rebasing: memory[..<n])
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
