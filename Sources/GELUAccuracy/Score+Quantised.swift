import FloatingPointFormats
import Functions
import Kernels
import Scoring

/// Scores a function from codes to codes on all of them, called from all cores at once.
///
///     let x = Quantisation(scale: 0.05 as Float, zeroPoint: 3)!
///     let y = Quantisation(scale: 0.04 as Float, zeroPoint: -128)!
///     let score = try score("table", input: x, output: y) { (q: Int8) in table[Int(q) + 128] }
///     #expect(score.wrongCodes == 0)
///
/// A code q stands for scale·(q − zeroPoint), exactly. What is right is round(f(x)/scale) + zeroPoint of the output,
/// moved to the nearest code where there is none; at a tie both neighbours are.
///
/// - Parameters:
///   - name: what the score calls it.
///   - function: what it is held to.
///   - derivative: 1 where it is f′.
///   - input: what the inputs stand for.
///   - output: what the outputs stand for.
///   - body: called from several threads at once, once for each input.
/// - Returns: errors in codes and in real units.
/// - Throws: `ScoringError` where a zero point is no code, `OracleError`, and what `body` throws.
public func score<X: IntegerFormat, Y: IntegerFormat>(
  _ name: String, against function: Function = .gelu, derivative: Int = 0, input: Quantisation,
  output: Quantisation, _ body: @escaping @Sendable (X) throws -> Y
) throws -> QuantisedScore {
  try codes(
    QuantisedRun(
      Target(function, derivative: derivative), input: end(X.name, input),
      output: end(Y.name, output)), name, body)
}

/// The same of a function from floating-point numbers to codes, as a kernel that quantises its result. A NaN has no
/// right code; infinities have that of their limit.
///
/// Where `inputs` is nil they are all of a format of at most 16 bits, else a sample of 100,000; a sample has the
/// inputs beside which the right code changes.
public func score<X: BinaryFormat, Y: IntegerFormat>(
  _ name: String, against function: Function = .gelu, derivative: Int = 0, inputs: InputSet? = nil,
  output: Quantisation, _ body: @escaping @Sendable (X) throws -> Y
) throws -> QuantisedScore {
  var run = QuantisedRun(
    Target(function, derivative: derivative), input: .float(X.name), output: try end(Y.name, output)
  )
  run.inputs = inputs
  return try codes(run, name, body)
}

/// The same of a function from codes to floating-point numbers. Errors are in ULP of the outputs' format, at the
/// exact numbers that the codes stand for.
///
/// The scale of the input has at most 45 significant bits, and with codes of 16 bits 37, so that float64 has all these
/// numbers; those of float32 have 24.
public func score<X: IntegerFormat, Y: BinaryFormat>(
  _ name: String, against function: Function = .gelu, derivative: Int = 0, input: Quantisation,
  flush: FlushModel = .none, _ body: @escaping @Sendable (X) throws -> Y
) throws -> DequantisedScore {
  var run = QuantisedRun(
    Target(function, derivative: derivative), input: try end(X.name, input), output: .float(Y.name))
  run.flush = flush
  guard case .numbers(let score) = try result(run, name, body) else {
    preconditionFailure("numbers were written")
  }
  return score
}

private func end(_ name: IntegerName, _ quantisation: Quantisation) throws -> EndFormat {
  guard let end = EndFormat(name, quantisation) else {
    throw ScoringError(
      "the zero point \(quantisation.zeroPoint) is no code of \(name.rawValue), "
        + "\(name.codes.lowerBound) to \(name.codes.upperBound)")
  }
  return end
}

private func codes<X: StoredFormat, Y: StoredFormat>(
  _ run: QuantisedRun, _ name: String, _ body: @escaping @Sendable (X) throws -> Y
) throws -> QuantisedScore {
  guard case .codes(let score) = try result(run, name, body) else {
    preconditionFailure("codes were written")
  }
  return score
}

private func result<X: StoredFormat, Y: StoredFormat>(
  _ run: QuantisedRun, _ name: String, _ body: @escaping @Sendable (X) throws -> Y
) throws -> QuantisedResult {
  try run.result(
    MixedBatchKernel<X, Y>(KernelDescription(name: name, run.target)) { x, y in
      for i in x.indices { y[i] = try body(x[i]) }
    })
}
