import FloatingPointFormats
import Functions
import Kernels
import TestSupport
import Testing

@testable import Oracle
@testable import Scoring

/// Every function and derivative without a committed table is scored alike by the fast loops and by the
/// judge, and correct results are found correct.
@Suite struct EveryFunctionScoreTests {
  static let oracles: [Oracle] = Function.all.flatMap { f in
    f.definition.orders.map { Oracle(f, derivative: $0) }
  }.filter {
    $0.derivative > 1 || $0.function.isPolynomial || !Function.tabulated.contains($0.function)
  }

  static let regions: [ClosedRange<Double>] = [
    -Double.infinity...(-3e38), -104.1...(-103.9), -17.001...(-17), -1.4143...(-1.4142),
    -0x1p-126...0x1p-130,
    -0x1p-7 * 1.0001...(-0x1p-7 * 0.9999), 0x1p-60 * 0.9999...0x1p-60 * 1.0001, 0.9999...1.0001,
    2.9999...3.0001,
    9.2...9.2001, 10.04...10.05, 17...17.001, 3e38...Double.infinity,
  ]

  /// The truth, rounded once.
  static func kernel<T: BinaryFormat>(_ oracle: Oracle, _: T.Type) -> BatchKernel<T> {
    let source = TruthSource(oracle, for: T.name)
    let limits = [-Double.infinity, .infinity].map { oracle.limitValue(at: $0, in: T.name) }
    let description = KernelDescription(name: "right", oracle.target)
    return BatchKernel(description) { inputs, outputs in
      for (i, x) in inputs.enumerated() {
        guard x.isFiniteValue else {
          outputs[i] = x.isNaNValue ? .quietNaN : T(nearest: limits[x.isNegative ? 0 : 1])
          continue
        }
        let p = try Prepared(x.double, source.truth(at: x.double), oracle, T.parameters, T.name)
        outputs[i] = T(nearest: p.nearest)
      }
    }
  }

  @Test(arguments: Thorough.some(oracles, usual: 6)) func float32LoopsAgree(_ oracle: Oracle) throws
  {
    for region in Thorough.some(Self.regions, usual: 5) {
      let low = FormatName.float32.ordinal(below: region.lowerBound) + 1
      let high = min(
        low + Thorough.count(300, usual: 60), FormatName.float32.ordinal(below: region.upperBound))
      let narrow =
        region.upperBound == .infinity
        ? FormatName.float32.value(ordinal: Float.largestFinite.ordinal - 60)...Double.infinity
        : FormatName.float32.value(ordinal: low)...FormatName.float32.value(ordinal: high)
      for sound in [true, false] {
        let right = Self.kernel(oracle, Float.self)
        let kernel = sound ? right : riddled(right)
        var options = ScoringOptions(inputs: .exhaustive, region: narrow)
        var fast = try score(kernel, against: oracle, options)
        options.usesHotLoop = false
        let slow = try score(kernel, against: oracle, options)
        expectSame(&fast, slow)
        if sound {
          #expect(
            fast.correctlyRounded == fast.numbers,
            "\(oracle.function.name)/\(oracle.derivative) \(narrow)")
        }
      }
    }
  }

  /// Where the truth is zero exactly, an output of either sign is as far off.
  @Test(arguments: [Oracle(.relu), Oracle(.hardswish), Oracle(.hardswish, derivative: 1)])
  func exactZeros(_ oracle: Oracle) throws {
    let kernel = BatchKernel<Float>(KernelDescription(name: "small", oracle.target)) { x in
      x.bitPattern % 3 == 0 ? -1e-10 : x.bitPattern % 3 == 1 ? 1e-10 : 0
    }
    var options = ScoringOptions(inputs: .exhaustive, region: -4.0001 ... -4)
    var fast = try score(kernel, against: oracle, options)
    options.usesHotLoop = false
    let slow = try score(kernel, against: oracle, options)
    expectSame(&fast, slow)
    #expect(fast.classes.wrongSign == 0 && fast.scored > 100)
  }

  @Test(arguments: Thorough.some(oracles, usual: 2)) func float64LoopsAgree(_ oracle: Oracle) throws
  {
    for sound in [true, false] {
      let right = Self.kernel(oracle, Double.self)
      let kernel = sound ? right : riddled(right)
      var options = ScoringOptions(inputs: .sample(count: Thorough.count(600, usual: 150), seed: 5))
      var fast = try score(kernel, against: oracle, options)
      options.usesHotLoop = false
      let slow = try score(kernel, against: oracle, options)
      expectSame(&fast, slow)
      if sound { #expect(fast.correctlyRounded == fast.numbers) }
    }
  }

  /// All 65,536 inputs.
  @Test(arguments: Thorough.some(oracles, usual: 2)) func float16(_ oracle: Oracle) throws {
    let kernel = Self.kernel(oracle, Float16.self)
    let score = try score(kernel, against: oracle, ScoringOptions(inputs: .exhaustive))
    #expect(score.correctlyRounded == score.numbers && score.maxUlp <= 0.5)
    let structure = try structure(of: kernel, against: oracle)
    #expect(structure.isSound, "\(structure)")
  }
}
