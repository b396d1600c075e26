import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring

/// Scores a function of one value, called from all cores at once.
///
///     let score = try score("mine") { (x: Float) in myGELU(x) }
///     #expect(score.maxUlp < 1 && score.classes == ClassCounts())
///
/// It may read one format and write another, as `(Float) -> BFloat16` does; ULP are then those of the
/// outputs' format, and all inputs those of the inputs'.
///
/// - Parameters:
///   - name: what the score calls it.
///   - function: what it is held to.
///   - derivative: 1 where it is the gradient with dy = 1.
///   - inputs: nil for all of a format of inputs of at most 16 bits, and 100,000 strata and landmarks of a
///     wider one.
///   - flush: which results may be zero for a subnormal number.
///   - body: called from several threads at once, once for each input.
/// - Returns: errors in ULP of the exact value; see Documentation/Score.md.
/// - Throws: `ScoringError`, `OracleError`, and what `body` throws.
public func score<X: BinaryFormat, Y: BinaryFormat>(
  _ name: String, against function: Function = .gelu, derivative: Int = 0,
  inputs: InputSet? = nil, flush: FlushModel = .none, _ body: @escaping @Sendable (X) throws -> Y
) throws -> Score {
  try score(name, against: function, derivative: derivative, inputs: inputs, flush: flush) {
    (x: UnsafeBufferPointer<X>, y: UnsafeMutableBufferPointer<Y>) in
    for i in x.indices { y[i] = try body(x[i]) }
  }
}

/// The same for a function of a batch, which writes one output for each input.
public func score<X: BinaryFormat, Y: BinaryFormat>(
  _ name: String, against function: Function = .gelu, derivative: Int = 0,
  inputs: InputSet? = nil, flush: FlushModel = .none,
  batch: @escaping @Sendable (UnsafeBufferPointer<X>, UnsafeMutableBufferPointer<Y>) throws -> Void
) throws -> Score {
  let target = Target(function, derivative: derivative)
  return try score(
    MixedBatchKernel<X, Y>(KernelDescription(name: name, target), batch: batch),
    against: Oracle(target),
    ScoringOptions(inputs: inputs ?? .usual(for: X.name), flush: flush))
}
