import FloatingPointFormats
import ForeignKernels
import Functions
import Kernels
import Scoring

/// A kernel of two inputs, run with second inputs that are given: each with every input of a format of up to
/// 16 bits, or of a wider one with those of a sample.
public struct PairRun<Element: BinaryFormat>: Sendable {
  /// With a second input.
  public var target: Target
  public var seconds: [Element]
  public var inputs: InputSet
  public var flush: [FlushModel] = [.none]
  public var threads = Parallel.cores
  /// Told from any thread how many pairs have been scored, and of how many.
  public var progress: @Sendable (Int, Int) -> Void = { _, _ in }

  /// - Parameters:
  ///   - target: what the outputs are held to, with a second input.
  ///   - seconds: nil for the usual set: zeros, ones, powers of two, ends of the range, infinity, NaN and
  ///     numbers between.
  ///   - inputs: nil for all of up to 16 bits, and a sample of a wider format.
  public init(_ target: Target, seconds: [Element]? = nil, inputs: InputSet? = nil) {
    (self.target, self.seconds) = (target, seconds ?? GradientSet.usual().values)
    self.inputs = inputs ?? .usual(for: Element.name, strata: 5000)
  }

  /// All second inputs of the format: with all inputs, 2^32 pairs of 16 bits.
  public static func all(_ target: Target) -> PairRun {
    PairRun(target, seconds: (0..<1 << UInt64(Element.width)).map { Element(position: $0) })
  }

  /// A score under each flush model.
  ///
  /// The kernel gets its second inputs as a gradient gets its dy; `MixedLibraryKernel` takes the order of a
  /// function's arguments.
  /// - Throws: `ScoringError`, what the kernel throws.
  public func scores<K: GradientKernel<Element>>(_ kernel: K, named name: String) throws -> [Score]
  {
    guard target.second != nil else { throw ScoringError("\(target) has no second input") }
    guard inputs == .exhaustive, Element.width <= 16 else { return try sampled(kernel, name) }
    let scorer = try PairScorer<Element, Element>(
      name, against: target, seconds: seconds, flush: flush)
    let x = (0..<1 << UInt64(Element.width)).map { Element(position: $0) }
    let total = seconds.count * x.count
    try Parallel.forEach(0..<seconds.count, threads: threads) { i in
      try scorer.add(seconds[i], TwoInputs(kernel, target, second: seconds[i]).outputs(x))
      progress(scorer.scored, total)
    }
    return try scorer.scores()
  }

  private func sampled<K: GradientKernel<Element>>(
    _ kernel: K, _ name: String
  ) throws -> [Score] {
    let x = try samplePositions(inputs, target.unscaled, Signature(Element.name)).map {
      Element(position: $0)
    }
    let outputs = try Parallel.map(0..<seconds.count, threads: threads) {
      try TwoInputs(kernel, target, second: seconds[$0]).outputs(x)
    }
    var scores = try scoreData(
      name, against: target, x: seconds.flatMap { _ in x },
      second: seconds.flatMap { [Element](repeating: $0, count: x.count) },
      y: outputs.flatMap(\.self), flush: flush, threads: threads, progress: progress)
    for i in scores.indices { scores[i].data = nil }
    return scores
  }
}

/// A kernel of two inputs as one of x alone, the second input fixed.
package struct TwoInputs<K: GradientKernel>: PlacedKernel, FixedSecondKernel {
  package typealias Input = K.Element
  package typealias Output = K.Element

  let kernel: K
  let second: K.Element
  package let description: KernelDescription

  package init(_ kernel: K, _ target: Target, second: K.Element) {
    (self.kernel, self.second) = (kernel, second)
    let name = (kernel as? any MixedKernel)?.description.name ?? "kernel"
    description = KernelDescription(
      name: name, target, formula: "", arithmetic: "", usedBy: "", usesLibm: false)
  }

  package func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    try withUnsafeTemporaryAllocation(of: Input.self, capacity: inputs.count) { fixed in
      fill(fixed)
      try kernel.evaluate(dy: UnsafeBufferPointer(fixed), x: inputs, into: outputs)
    }
  }

  /// The second input everywhere, by bits: through a generic format each value would be a call.
  private func fill(_ fixed: UnsafeMutableBufferPointer<Input>) {
    let raw = UnsafeMutableRawBufferPointer(fixed)
    func fill<B: FixedWidthInteger>(_: B.Type) {
      raw.assumingMemoryBound(to: B.self).update(repeating: B(truncatingIfNeeded: second.bits))
    }
    switch Input.width {
    case 8: fill(UInt8.self)
    case 16: fill(UInt16.self)
    case 32: fill(UInt32.self)
    default: fill(UInt64.self)
    }
  }

  package var ofTwoInputs: Any { kernel }

  /// A library's function gets its buffers at the offset; others get what they are given.
  package func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>,
    offset: Int
  ) throws {
    guard let library = kernel as? MixedLibraryKernel<Input, Output> else {
      return try evaluate(inputs, into: outputs)
    }
    try withUnsafeTemporaryAllocation(of: Input.self, capacity: inputs.count) { fixed in
      fill(fixed)
      try library.evaluate(dy: UnsafeBufferPointer(fixed), inputs, into: outputs, at: offset)
    }
  }

  func outputs(_ x: [Input]) throws -> [Input] {
    try x.withUnsafeBufferPointer { x in
      try [Input](unsafeUninitializedCapacity: x.count) { y, count in
        try evaluate(x, into: UnsafeMutableBufferPointer(rebasing: y[..<x.count]))
        count = x.count
      }
    }
  }
}
