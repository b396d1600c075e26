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
