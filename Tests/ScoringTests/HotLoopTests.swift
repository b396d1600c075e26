import FloatingPointFormats
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
    ("leaky-relu", .leakyReLU),
  ].flatMap { k, f in regions.map { Case(kernel: k, function: f, region: $0) } }

  @Test(arguments: cases) func agreesWithRung2(_ c: Case) throws {
    try compare(Catalogue.kernel(named: c.kernel, for: Float.self), c)
  }

  /// Everything that can be wrong with an output, by turns and at random.
  @Test(arguments: cases.filter { ["erfc", "erf-backward", "silu"].contains($0.kernel) })
  func agreesOnDefects(_ c: Case) throws {
    let sound = try Catalogue.kernel(named: c.kernel, for: Float.self)
    for flush in [FlushModel.none, .ftz] {
      try compare(Self.riddled(sound), c, flush)
    }
  }

  /// A kernel with a defect at about one input in forty, chosen by a hash of the input.
  static func riddled(_ sound: any Kernel<Float>) -> BatchKernel<Float> {
    BatchKernel(sound.description) { inputs, results in
      try? sound.evaluate(inputs, into: results)
      for (i, x) in inputs.enumerated() {
        var random = SplitMix64(seed: UInt64(x.bitPattern))
        guard random.next() % 40 == 0 else { continue }
        let y = results[i]
        let far = Int(random.next() >> (34 + random.next() % 30))
        results[i] =
          switch random.next() % 10 {
          case 0: 0
          case 1: -0.0
          case 2: -y
          case 3: .nan
          case 4: .infinity
          case 5: x * 1.5
          case 6, 7: Float(ordinal: max(-0x7f7f_ffff, min(0x7f7f_ffff, y.ordinal + far)))
          default: Float(ordinal: max(-0x7f7f_ffff, min(0x7f7f_ffff, y.ordinal - far)))
          }
      }
    }
  }

  private func compare(_ kernel: any Kernel<Float>, _ c: Case, _ flush: FlushModel = .none) throws {
    let oracle = Oracle(c.function, derivative: kernel.description.derivative)
    let width = try InputPlan(.exhaustive, oracle, .float32, region: c.region).count
    // Narrower where the region has too many inputs for a debug run.
    var region = c.region
    if width > 20_000 {
      let low = FormatName.float32.ordinal(below: c.region.lowerBound) + 1
      region =
        FormatName.float32.value(ordinal: low)...FormatName.float32.value(ordinal: low + 20_000)
    }
    var options = ScoringOptions(inputs: .exhaustive, region: region, flush: flush)
    var fast = try score(kernel, against: oracle, options)
    options.usesHotLoop = false
    let slow = try score(kernel, against: oracle, options)
    #expect(slow.rungs.polynomial == 0)
    // Means may differ in the last of their six digits, profiles by a rounding up.
    #expect(abs(fast.meanUlp - slow.meanUlp) <= 2e-6 * max(1, slow.meanUlp))
    #expect(abs(fast.rmsUlp - slow.rmsUlp) <= 2e-6 * max(1, slow.rmsUlp))
    #expect(abs(fast.meanSignedUlp - slow.meanSignedUlp) <= 2e-6 * max(1, slow.meanUlp))
    fast.alignInexactFields(with: slow)
    #expect(fast == slow, "\(Self.differences(fast, slow))")
  }

  /// The fields that differ, as they print.
  private static func differences(_ a: Score, _ b: Score) -> [String] {
    zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children).compactMap { x, y in
      let (s, t) = ("\(x.value)", "\(y.value)")
      guard s != t else { return nil }
      let same = zip(s, t).prefix { $0 == $1 }.count
      return
        "\(x.label ?? ""): …\(s.dropFirst(same).prefix(80)) and …\(t.dropFirst(same).prefix(80))"
    }
  }
}

extension Score {
  fileprivate mutating func alignInexactFields(with other: Score) {
    (meanUlp, rmsUlp, meanSignedUlp, rungs) =
      (other.meanUlp, other.rmsUlp, other.meanSignedUlp, other.rungs)
    if maxUlp < TopList.least { maxUlp = other.maxUlp }
    for i in regions.indices {
      regions[i].meanUlp = other.regions[i].meanUlp
      if regions[i].maxUlpInput.isEmpty { regions[i].maxUlp = other.regions[i].maxUlp }
      regions[i].profile = other.regions[i].profile
    }
  }
}
