import ForeignKernels
import GELUAccuracy
import Kernels
import Oracle
import Scoring
import Testing

/// dy reaches the kernel, whatever kind it is, or the run says that it does not.
@Suite struct ForeignRunTests {
  /// A backward kernel of the user's own: neither a library's nor a command.
  private struct Mine: Kernel, GradientKernel {
    let base: BatchKernel<Float>
    var description: KernelDescription { base.description }

    func evaluate(
      _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>
    ) throws { try base.evaluate(x, into: y) }

    func evaluate(
      dy: UnsafeBufferPointer<Float>, x: UnsafeBufferPointer<Float>,
      into dx: UnsafeMutableBufferPointer<Float>
    ) throws {
      try base.evaluate(x, into: dx)
      for i in x.indices { dx[i] *= dy[i] }
    }
  }

  private func mine() throws -> Mine {
    let best = try Catalogue.kernel(named: "best-backward", for: Float.self)
    return Mine(base: BatchKernel<Float>(best.description) { try best.evaluate($0, into: $1) })
  }

  private func run(factor: Double, dy: Float?) -> ForeignRun<Float> {
    ForeignRun<Float>(
      oracle: Oracle(.gelu, derivative: 1, factor: factor),
      inputs: .sample(count: 900, seed: 3), dy: dy)
  }

  @Test func anyGradientKernelIsGivenDy() throws {
    let score = try run(factor: 2, dy: 2).scores(mine())[0]
    // Doubled, the rounding of a subnormal result is off by up to one.
    #expect(score.maxUlp <= 1 && score.dy == "0x40000000")
    // Without it the kernel computes f′ and is off by half.
    #expect(try run(factor: 2, dy: nil).scores(mine())[0].maxUlp > 1e6)
  }

  @Test func anotherKernelIsRefused() throws {
    let kernel = try Catalogue.kernel(named: "best-backward", for: Float.self)
    let error = #expect(throws: ScoringError.self) { try run(factor: 2, dy: 2).scores(kernel) }
    #expect(error?.description.contains("takes no dy") == true)
    let other = #expect(throws: ScoringError.self) { try run(factor: 2, dy: 3).scores(mine()) }
    #expect(other?.description == "the kernel is given dy 3.0, the oracle 2.0")
  }
}
