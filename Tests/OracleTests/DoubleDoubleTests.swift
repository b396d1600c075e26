import CMPFR
import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// Double-double arithmetic within the bounds that the proof takes, in units of u² = 2^−106.
@Suite struct DoubleDoubleTests {
  static func exact(_ a: DoubleDouble) -> Interval {
    Interval(a.hi, precision: 600) + Interval(a.lo, precision: 600)
  }

  /// Largest relative error of an operation, in u², over random operands with trailing parts of all sizes.
  static func largestError(
    _ operation: (DoubleDouble, DoubleDouble) -> DoubleDouble,
    _ exactly: (Interval, Interval) -> Interval
  ) -> Double {
    var random = SplitMix64(seed: 64)
    func operand() -> DoubleDouble {
      let hi = Double.random(in: 1..<2, using: &random) * (Bool.random(using: &random) ? 1 : -1)
      let lo = hi.ulp / 2 * Double.random(in: -1...1, using: &random)
      return DoubleDouble.fastSum(hi, lo)
    }
    return (0..<3000).map { _ in
      let (a, b) = (operand(), operand())
      let truth = exactly(exact(a), exact(b))
      guard !truth.containsZero else { return 0 }
      return ((exact(operation(a, b)) - truth) / truth).magnitude * 0x1p106
    }.max() ?? .infinity
  }

  @Test func errorsAreWithinTheBounds() {
    MPFloat.widenExponents()
    let sum = Self.largestError(+, +)
    #expect(0.5 < sum && sum <= 3.001, "\(sum)")
    let product = Self.largestError({ $0 * $1 }, *)
    #expect(0.5 < product && product <= 7, "\(product)")
    let single = Self.largestError(
      { $0 * $1.hi },
      { a, b in
        // The second operand is a double: the nearest of its sum.
        a * Interval(b.lo.double(MPFR_RNDN), precision: 600)
      })
    #expect(0.5 < single && single <= 3, "\(single)")
    // Lower parts forgotten: an error of u, not u².
    let sloppy = Self.largestError({ DoubleDouble($0.hi * $1.hi) }, *)
    #expect(sloppy > 1e6)
  }

  /// Dekker's product is a·b, and the fused one's bits, down to 2^−960; below, both lose under 2^−1070.
  @Test func productsAreExactAboveUnderflow() {
    MPFloat.widenExponents()
    var random = SplitMix64(seed: 65)
    var failures = Failures()
    var lost = 0
    for _ in 0..<3000 {
      let e = Int.random(in: -1020 ... -100, using: &random)
      let a = Double.random(in: 1..<2, using: &random) * power2(e)
      let b =
        Double.random(in: -2..<2, using: &random) * power2(Int.random(in: -20...0, using: &random))
      let p = DoubleDouble.product(a, b)
      let fused = (-p.hi).addingProduct(a, b)
      let off = (Self.exact(p) - Interval(a, precision: 600) * Interval(b, precision: 600))
        .magnitude
      if (a * b).magnitude >= 0x1p-960 {
        failures.check(off == 0 && p.lo == fused, "\(a.hexFloat)·\(b.hexFloat)")
      } else {
        failures.check(
          off < 0x1p-1070 && (p.lo - fused).magnitude < 0x1p-1070, "\(a.hexFloat)·\(b.hexFloat)")
        lost += off > 0 ? 1 : 0
      }
    }
    #expect(failures.isEmpty && lost > 20, "\(failures), \(lost)")
  }

  /// The middle of an interval, with a radius that reaches its ends.
  @Test func middlesReachTheEnds() {
    for (end, centre) in [(0x1p-60, 0x1p-61), (0x1p-120, 0x1p-121)] {
      let interval =
        Interval(1, precision: 300) + Interval(from: 0, to: end, precision: 300)
      let (value, radius) = interval.doubleDouble
      #expect(value.hi == 1 && value.lo == centre && radius == centre)
    }
    #expect(Interval(0.1, precision: 300).doubleDouble.radius == 0)
  }
}
