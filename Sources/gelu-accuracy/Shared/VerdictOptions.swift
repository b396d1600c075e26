import ArgumentParser
import Comparing
import FloatingPointFormats
import GELUAccuracy
import Kernels
import Scoring

/// What else is to be said of a kernel beside its score.
struct VerdictOptions: ParsableArguments {
  @Flag(
    help:
      "Say whether tests with the default tolerances of torch, numpy, JAX and ONNX Runtime would let the kernel pass, held to the correctly rounded results at finite inputs."
  )
  var allclose = false

  /// What usual tests would say of a kernel's outputs; nil unless it is asked for.
  /// - Throws: what the kernel throws; `OracleError`.
  func tolerances<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: @autoclosure () throws -> any MixedKernel<X, Y>, _ score: Score, threads: Int
  ) throws -> [ToleranceVerdict]? {
    guard allclose else { return nil }
    let progress = Progress("\(score.kernel) \(Y.name.rawValue) allclose")
    defer { progress.finish() }
    let sweep = try ToleranceSweep<X, Y>(score.target)
    try sweep.add(kernel(), score.question, threads: threads) { progress.update($0, $1) }
    return try sweep.verdicts()
  }
}

extension Printing {
  /// What usual tests would say, a line each.
  static func show(_ verdicts: [ToleranceVerdict], _ signature: Signature) {
    print("  tests  held to the correctly rounded results, |got − want| ≤ atol + rtol·|want|:")
    for verdict in verdicts { print(verdict.line(in: signature)) }
  }
}
