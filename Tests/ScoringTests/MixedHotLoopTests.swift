import FloatingPointFormats
import Functions
import Kernels
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// Rung 1 against rung 2 for float32 inputs and outputs of fewer bits: the same score, whichever judges.
@Suite struct MixedHotLoopTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kernel: String
    var output: FormatName
    var testDescription: String { "\(kernel) to \(output.rawValue)" }
  }

  static let outputs = FormatName.allCases.filter { $0.width < 32 }
  /// A kernel of stored values is one of the outputs' format, which need not have any.
  static let cases = outputs.flatMap { output in
    ["erf", "tanh-backward", "relu", "leaky-relu"].map { Case(kernel: $0, output: output) }
      + (Catalogue.names(for: output).isEmpty ? [] : [Case(kernel: "silu+stored", output: output)])
  }

  /// Tails, subnormal results, results that are ties, turning points, zeros, the ends of the ranges.
  private static func regions(_ format: FormatParameters) -> [ClosedRange<Double>] {
    let (large, small) = (format.largestFinite, format.smallestNormal)
    let quantum = Double(sign: .plus, exponent: format.minimumQuantum, significand: 1)
    let edge = Double(
      sign: .plus, exponent: format.maximumExponent - format.precision, significand: 1)
    return [
      -20...(-16.4), -9...(-8.999), -3.3...(-3.299), -0.7519...(-0.7516), -0x1p-125...0x1p-130,
      0.9999...1.0005, 8...8.002, (large * (1 - 0x1p-20))...(large + 1),
      ((large + edge) * (1 - 0x1p-22))...((large + edge) * (1 + 0x1p-22)), 3e38...Double.infinity,
      -Double.infinity...(-3e38), 2 * small * (1 - 0x1p-18)...2 * small * (1 + 0x1p-18),
      quantum * (1 - 0x1p-16)...quantum * (1 + 0x1p-16), -3 * quantum...(-2.999 * quantum),
      100 * large * (1 - 0x1p-17)...100 * large, -100 * large...(-100 * large * (1 - 0x1p-17)),
    ].filter { $0.lowerBound.magnitude <= 3.5e38 || $0.lowerBound.isInfinite }
  }

  @Test(arguments: cases) func agreesWithRung2(_ c: Case) throws {
    func check<Y: BinaryFormat>(_: Y.Type) throws { try compare(c, Y.self) { _, y in y } }
    try check(c.output.type)
  }

  /// The other sign of what is beyond the range, wherever it is.
  @Test(arguments: cases.filter { ["erf", "leaky-relu"].contains($0.kernel) })
  func agreesOnTheOtherSideBeyond(_ c: Case) throws {
    func check<Y: BinaryFormat>(_: Y.Type) throws {
      try compare(c, Y.self) { _, y in y.magnitudeBits < Y.largestFiniteBits ? y : y.negated }
    }
    try check(c.output.type)
  }

  /// Everything that can be wrong with an output, at random: zeros of both signs, other signs, NaN, what is
  /// beyond the range, another result near or far.
  @Test(arguments: cases.filter { ["erf", "tanh-backward", "leaky-relu"].contains($0.kernel) })
  func agreesOnDefects(_ c: Case) throws {
    func riddle<Y: BinaryFormat>(_: Y.Type) throws {
      let last = Y.largestFinite.ordinal
      try compare(c, Y.self) { x, y in
        var random = SplitMix64(seed: UInt64(x.bitPattern))
        guard random.next() % 40 == 0 else { return y }
        // Beyond the range, the other infinity, or the largest number.
        guard y.isFiniteValue, y.magnitudeBits != Y.largestFiniteBits else {
          return random.next() % 2 == 0 ? y.negated : .largestFinite
        }
        let far = Int(random.next() >> (UInt64(66 - Y.width) + random.next() % UInt64(Y.width - 2)))
        switch random.next() % 11 {
        case 0: return Y(bitPattern: 0)
        case 1: return Y(bitPattern: Y.signBit)
        case 2: return y.negated
        case 3: return .quietNaN
        case 4: return Y(nearest: .infinity)
        case 5: return Y(nearest: x.double * 1.5)
        case 6: return .smallestSubnormal
        case 7: return Y.smallestSubnormal.negated
        case 8, 9: return Y(ordinal: min(last - far, y.ordinal) + far)
        default: return Y(ordinal: max(far - last, y.ordinal) - far)
        }
      }
    }
    try riddle(c.output.type)
  }

  /// Where the truth is x times a power of two blocks repeat, each 2^14 inputs to float16 and 2^17 to bfloat16.
  @Test(arguments: ["erf", "relu"], [FormatName.float16, .bfloat16])
  func agreesOverSeveralPeriods(_ kernel: String, _ output: FormatName) throws {
    func check<Y: BinaryFormat>(_: Y.Type) throws {
      let period = 1 << (24 - Y.precision + 1)
      // From within a block to within another, over a power of two.
      let from = Float(16).ordinal - period - 77
      let high = from + Thorough.count(period * 3, usual: min(period, 1 << 14) * 5 / 2)
      let (low, end) = (FormatName.float32.value(ordinal: from), Float(ordinal: high).double)
      for rarity: UInt64 in [3000, .max] {
        try compare(Case(kernel: kernel, output: output), Y.self, [low...end], most: high - from) {
          x, y in
          var generator = SplitMix64(seed: UInt64(x.bitPattern))
          let random = generator.next()
          return random % rarity == 0 ? Y(ordinal: y.ordinal + Int(random >> 62) - 1) : y
        }
      }
    }
    try check(output.type)
  }

  private func compare<Y: BinaryFormat>(
    _ c: Case, _: Y.Type, _ regions: [ClosedRange<Double>]? = nil,
    most: Int = Thorough.count(20_000, usual: 1500),
    _ change: @escaping @Sendable (Float, Y) -> Y
  ) throws {
    let sound = try Catalogue.kernel(named: c.kernel, from: Float.self, to: Y.self)
    let target = sound.description.target
    let kernel = MixedBatchKernel<Float, Y>(sound.description) { x, y in
      try sound.evaluate(x, into: y)
      for i in x.indices { y[i] = change(x[i], y[i]) }
    }
    for wanted in regions ?? Self.regions(Y.parameters) {
      let low = FormatName.float32.ordinal(below: wanted.lowerBound) + 1
      let high = min(FormatName.float32.ordinal(below: wanted.upperBound), low + most)
      let region = FormatName.float32.value(ordinal: low)...FormatName.float32.value(ordinal: high)
      for flush in [FlushModel.none, .ftz].prefix(c.kernel == "erf" ? 2 : 1) {
        var options = ScoringOptions(
          inputs: .exhaustive, region: region, flush: flush, threads: 1)
        var fast = try score(kernel, against: Oracle(target), options)
        options.usesHotLoop = false
        let slow = try score(kernel, against: Oracle(target), options)
        #expect(slow.rungs.polynomial == 0 && slow.scored >= min(most, high - low))
        expectSame(&fast, slow)
      }
    }
  }
}
