import FloatingPointFormats
import TestSupport
import Testing

@testable import Kernels

/// The two steps of the recommended kernels against each other.
@Suite struct BestTests {
  /// The largest |quick − exact|/bound over 4,000 inputs of every binade that float32 results need.
  static func worst<G: BestGate>(_: G.Type, derivative: Int, planted: Double = 0) -> Double {
    var random = SplitMix64(seed: 7)
    var worst = 0.0
    for i in 0..<4000 {
      let e = -40 + i % 47
      let x = Double.random(in: 1..<2, using: &random).scaled(e) * (i & 1 == 0 ? 1 : -1)
      let (y, n) = G.exact(x, derivative: derivative)
      let (quick, bound) = G.quick(x, derivative: derivative)
      let truth = y.rounded(times: n)
      guard truth.magnitude > 0x1p-160 else { continue }
      worst = max(worst, (quick + planted * quick - truth).magnitude / bound)
    }
    return worst
  }

  @Test func boundsOfTheFirstStep() {
    for d in 0...1 {
      #expect(Self.worst(NormalGate.self, derivative: d) < 0.5)
      #expect(Self.worst(TanhGate.self, derivative: d) < 0.5)
      #expect(Self.worst(SigmoidGate.self, derivative: d) < 0.5)
      #expect(Self.worst(SiLUGate.self, derivative: d) < 0.5)
    }
    #expect(Self.worst(NormalGate.self, derivative: 0, planted: 0x1p-48) > 1)
  }

  /// The largest |step − exact| over the claimed bound, and how many of 8,000 are decided.
  static func firstStep(planted: Double = 0) -> (worst: Double, decided: Int, wrong: Int) {
    var random = SplitMix64(seed: 62)
    var (worst, decided, wrong) = (0.0, 0, 0)
    for i in 0..<4000 {
      let t =
        i & 1 == 0
        ? Double.random(in: 0.01..<37, using: &random)
        : .random(in: 1..<2, using: &random).scaled(-24 + i % 29)
      let (power, m) = GELUFirstStep.exponential(Pair(product: t, -0.5 * t))
      let g = Pair(t) * (power * GELUFirstStep.ratio(t)) * Pair(1 + planted)
      let (truth, n) = NormalGate.left(-t, derivative: 0)
      worst = max(
        worst, (g + truth.scaled(by: n - m)).head.magnitude / (g.head * GELUFirstStep.bound))
      for x in [t, -t] {
        guard let y = GELUFirstStep.rounded(x) else { continue }
        let (truth, n) = NormalGate.exact(x, derivative: 0)
        decided += 1
        wrong += y == truth.rounded(times: n) ? 0 : 1
      }
    }
    return (worst, decided, wrong)
  }

  @Test func firstStepInFloat64() {
    let found = Self.firstStep()
    #expect(found.worst < 0.7)
    #expect(found.decided > 7900 && found.wrong == 0)
    #expect(Self.firstStep(planted: 0x1p-52).worst > 1)
  }

  /// Subnormal results of a pair are rounded once, ties by the tail.
  @Test func subnormalResults() {
    let half = Pair(0x1.0000000000001p0, 0x1p-60)
    #expect(half.rounded(times: -1023) == Double.leastNormalMagnitude / 2 + .leastNonzeroMagnitude)
    #expect(Pair(half.head, -half.tail).rounded(times: -1023) == Double.leastNormalMagnitude / 2)
    #expect(Pair(1, -0x1p-60).rounded(times: -1075) == 0)
    #expect(Pair(1, 0x1p-60).rounded(times: -1075) == .leastNonzeroMagnitude)
    #expect(Pair(1, 0).roundedToOdd(times: 3) == 8)
    #expect(Pair(1, -0x1p-60).roundedToOdd(times: 0) == 1.0.nextDown)
  }
}

extension Double {
  fileprivate func scaled(_ n: Int) -> Double {
    Double(sign: .plus, exponent: n, significand: self)
  }
}
