import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Rung 1 against rung 2: the same score, whichever judges.
@Suite struct HotLoopTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kernel: String
    var function: Function
    var region: ClosedRange<Double>
    var testDescription: String { "\(kernel) against \(function.name) in \(region)" }
  }

  static let regions: [ClosedRange<Double>] = [
    -20...(-16.4), -14.3...(-14.29), -9...(-8.999), -0.7519...(-0.7516), -0x1p-125...0x1p-130,
    -0x1p-7 * 1.001...(-0x1p-7 * 0.999), 0x1p-60 * 0.999...0x1p-60 * 1.001, 0.9999...1.0005,
    8...8.002, 16.99...17.01, 3e38...Double.infinity, -Double.infinity...(-3e38),
  ]
  static let cases = [
    ("erf", Function.gelu), ("erfc", .gelu), ("tanh", .gelu), ("erf-backward", .gelu),
    ("tanh-backward", .geluTanh), ("quick", .geluSigmoid), ("silu", .silu), ("relu", .relu),
    ("leaky-relu", .leakyReLU), ("tt-lut6", .gelu),
  ].flatMap { k, f in regions.map { Case(kernel: k, function: f, region: $0) } }

  @Test(arguments: cases) func agreesWithRung2(_ c: Case) throws {
    try compare(Catalogue.kernel(named: c.kernel, for: Float.self), c)
  }

  /// Everything that can be wrong with an output, by turns and at random.
  @Test(arguments: cases.filter { ["erfc", "erf-backward", "silu"].contains($0.kernel) })
  func agreesOnDefects(_ c: Case) throws {
    let sound = try Catalogue.kernel(named: c.kernel, for: Float.self)
    for flush in [FlushModel.none, .ftz] {
      try compare(riddled(sound), c, flush)
    }
  }

  /// Whole blocks of NaN, with a number now and then.
  @Test(arguments: cases.filter { $0.kernel == "erfc" })
  func agreesOnNaNs(_ c: Case) throws {
    let sound = try Catalogue.kernel(named: c.kernel, for: Float.self)
    let nans = BatchKernel<Float>(sound.description) { inputs, results in
      try sound.evaluate(inputs, into: results)
      for (i, x) in inputs.enumerated() where x.bitPattern % 1500 > 2 { results[i] = .nan }
    }
    try compare(nans, c)
  }

  private func compare(_ kernel: any Kernel<Float>, _ c: Case, _ flush: FlushModel = .none) throws {
    let oracle = Oracle(c.function, derivative: kernel.description.target.derivative)
    let width = try InputPlan(
      Question(oracle.target, Signature(.float32), inputs: .exhaustive, region: c.region)
    ).count
    // Narrower where the region has too many inputs for a debug run.
    var region = c.region
    if width > 6000 {
      let low = FormatName.float32.ordinal(below: c.region.lowerBound) + 1
      region =
        FormatName.float32.value(ordinal: low)...FormatName.float32.value(ordinal: low + 6000)
    }
    var options = ScoringOptions(inputs: .exhaustive, region: region, flush: flush)
    var fast = try score(kernel, against: oracle, options)
    options.usesHotLoop = false
    let slow = try score(kernel, against: oracle, options)
    #expect(slow.rungs.polynomial == 0)
    expectSame(&fast, slow)
  }
}
