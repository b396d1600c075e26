import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// dy·f′(x): the truth times an exact number.
@Suite struct FactorTests {
  static func isSound(_ truth: Truth, _ oracle: Oracle, _ x: Double) -> Bool {
    let y = oracle.enclosure(at: x, precision: 256).interval
    let estimate =
      (Interval(truth.hi, precision: 256) + Interval(truth.lo, precision: 256))
    let rest = y.scaled(by: truth.scale) - estimate
    let (lo, hi) = rest.doubles
    // What 256 bits leave open.
    let open = truth.hi.magnitude * 0x1p-250
    return truth.isExact
      ? lo == 0 && hi == 0 : lo >= -truth.below - open && hi <= truth.above + open
  }

  @Test func truthsAgreeWithMultiplePrecision() {
    var random = SplitMix64(seed: 11)
    var failures = Failures()
    for function in Function.all {
      for dy in [1.5, -3, 0x1.fffp-20, -0x1.8p100, 0x1p-149, 0.1] {
        let oracle = Oracle(function, derivative: 1, factor: dy)
        let source = TruthSource(oracle, for: .float32)
        for _ in 0..<40 {
          let x = Double.random(in: -30...10, using: &random)
          failures.check(
            Self.isSound(source.truth(at: x), oracle, x), "\(function.name) \(dy) \(x)")
        }
        for x in [0, -0.0, 0x1p-80, -0x1p-149, 1e30, -1e30] {
          failures.check(
            Self.isSound(source.truth(at: x), oracle, x), "\(function.name) \(dy) \(x)")
        }
      }
    }
    #expect(failures.isEmpty, "\(failures)")
    // A wrong factor is seen.
    let truth = TruthSource(Oracle(.gelu, derivative: 1, factor: 1.5)).truth(at: -1)
    #expect(!Self.isSound(truth, Oracle(.gelu, derivative: 1, factor: 1.5.nextUp), -1))
  }

  @Test func limits() {
    let minus = Oracle(.gelu, derivative: 1, factor: -2)
    #expect(minus.limitValue(at: .infinity) == -2)
    #expect(minus.limitValue(at: -.infinity).sign == .plus)
  }
}
