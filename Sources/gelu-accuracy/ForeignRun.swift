import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Oracle
import Scoring

/// A kernel from elsewhere, run and scored at once.
struct ForeignRun<T: BinaryFormat> {
  let oracle: Oracle
  let inputs: InputSet
  let flush: [FlushModel]
  let threads: Int
  /// The upstream gradient that a backward kernel is given; nil for a kernel of x alone.
  var dy: T?

  /// Inputs a thread takes at a time.
  private static var chunk: Int { 1 << (T.name.width == 16 ? 14 : 18) }

  /// The scores under each flush model.
  /// - Throws: `Cut`, where the kernel failed after some outputs; else what the kernel throws.
  func scores(_ kernel: any Kernel<T>) throws -> [Score] {
    let progress = Progress("\(kernel.description.name) \(T.name.rawValue)")
    defer { progress.finish() }
    let scorer = try OutputScorer<T>(
      kernel.description.name, against: oracle, inputs: inputs, flush: flush)
    let add: @Sendable (Int, UnsafeBufferPointer<T>) throws -> Void = { rank, outputs in
      try scorer.add(from: rank, outputs)
      progress.update(scorer.added, scorer.count)
    }
    do {
      if let command = kernel as? CommandKernel<T> {
        try command.stream(plan(), dy: dy, chunk: Self.chunk, threads: threads, consume: add)
      } else if let library = kernel as? LibraryKernel<T>, let dy {
        try call(FixedGradient(library, dy: dy), scorer.count, add)
      } else {
        try call(kernel, scorer.count, add)
      }
    } catch let failure as KernelFailure where scorer.added > 0 {
      throw Cut(scores: try scorer.scores(), count: scorer.count, failure: failure)
    }
    return try scorer.scores()
  }

  /// What was measured before the kernel failed.
  struct Cut: Error {
    let scores: [Score]
    let count: Int
    let failure: KernelFailure
  }

  private func plan() throws -> InputPlan<T> {
    guard inputs != .exhaustive else { return InputPlan() }
    return InputPlan(samples: try samplePositions(inputs, oracle, T.name).map { T(position: $0) })
  }

  private func call(
    _ kernel: any Kernel<T>, _ count: Int,
    _ add: @escaping @Sendable (Int, UnsafeBufferPointer<T>) throws -> Void
  ) throws {
    let plan = try plan()
    let piece = 1 << 14
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
