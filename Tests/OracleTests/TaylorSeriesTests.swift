import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Series against coefficients known in closed form, and identities.
@Suite struct TaylorSeriesTests {
  typealias Series = TaylorSeries<Interval>
  static let order = 15

  static func variable(_ x: Double, order: Int = order) -> Series {
    Series(variable: Interval(x, precision: 256), order: order)
  }

  /// A rational, enclosed.
  private func ratio(_ a: Int, _ b: Int) -> Interval {
    let one = Interval(1, precision: 256)
    return one.constant(.integer(a)) / one.constant(.integer(b))
  }

  /// Overlap of two enclosures, both narrow.
  private func agree(_ a: [Interval], _ b: [Interval]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { p, q in
        p.overlaps(q) && (p - p).magnitude <= max(p.magnitude, 0x1p-40) * 0x1p-190
          && (q - q).magnitude <= max(q.magnitude, 0x1p-40) * 0x1p-190
      }
  }

  private func factorial(_ k: Int) -> Int { (0..<k).reduce(1) { $0 * ($1 + 1) } }

  @Test func exponentialAtZero() {
    let want = (0...Self.order).map { ratio(1, factorial($0)) }
    #expect(agree(Self.variable(0).exp().coefficients, want))
    #expect(!agree(Self.variable(0x1p-80).exp().coefficients, want))
  }

  /// exp(−2t): (−2)^k/k!.
  @Test func exponentialOfAMultiple() {
    let series = (-Self.variable(0).times(.integer(2))).exp()
    let want = (0...Self.order).map { ratio(($0 % 2 == 0 ? 1 : -1) << $0, factorial($0)) }
    #expect(agree(series.coefficients, want))
  }

  /// erfc(t) = 1 − (2/√π)·Σ (−1)^n t^(2n+1)/(n!·(2n+1)): DLMF 7.6.1.
  @Test func complementaryErrorFunctionAtZero() {
    let factor = Interval(1, precision: 256).constant(.twoOverSqrtPi)
    let want = (0...Self.order).map { k -> Interval in
      if k == 0 { return ratio(1, 1) }
      guard k % 2 == 1 else { return ratio(0, 1) }
      let n = k / 2
      return -factor * ratio(n % 2 == 0 ? 1 : -1, factorial(n) * k)
    }
    #expect(agree(Self.variable(0).erfc().coefficients, want))
  }

  /// 1/(1−t) = Σ t^k and 1/(1−t)² = Σ (k+1)·t^k.
  @Test func geometricSeries() {
    let t = Self.variable(0)
    let one = t.constant(.integer(1))
    let geometric = one / (one - t)
    #expect(agree(geometric.coefficients, (0...Self.order).map { _ in ratio(1, 1) }))
    #expect(agree((geometric * geometric).coefficients, (0...Self.order).map { ratio($0 + 1, 1) }))
    #expect(agree(geometric.derivative().coefficients, (0..<Self.order).map { ratio($0 + 1, 1) }))
  }

  /// (t + 1)^n by products: binomials, and nothing beyond the degree.
  @Test func polynomials() {
    let p = Self.variable(1)
    let cube = p * p * p
    let want = [1, 3, 3, 1] + [Int](repeating: 0, count: Self.order - 3)
    #expect(agree(cube.coefficients, want.map { ratio($0, 1) }))
    #expect(agree((cube - cube).coefficients, want.map { _ in ratio(0, 1) }))
    #expect(agree((cube / p / p).coefficients, p.coefficients))
  }

  @Test(arguments: [-3.5, -0.75, 0.25, 4]) func identities(_ x: Double) {
    let t = Self.variable(x)
    let one = t.constant(.integer(1))
    let (e, w) = (t.exp(), t.erfc() + one)
    let ones = [1] + [Int](repeating: 0, count: Self.order)
    func same(_ a: Series, _ b: Series) -> Bool {
      zip(a.coefficients, b.coefficients).allSatisfy {
        $0.overlaps($1) && ($0 - $1).magnitude < 0x1p-150
      }
    }
    #expect(same(e * (-t).exp(), one))
    #expect(zip((e * (-t).exp()).coefficients, ones).allSatisfy { $0.contains(ratio($1, 1)) })
    #expect(same(e * w / w, e) && same(e / w * w, e))
    #expect(same((t + t).exp(), e * e))
    // erfc(x) + erfc(−x) = 2.
    #expect(same(t.erfc() + (-t).erfc(), t.constant(.integer(2))))
    #expect(same(e.derivative(), Self.variable(x, order: Self.order - 1).exp()))
  }

  /// A wrong recurrence: the quotient's head forgotten, a factor k left out of exp's.
  @Test func mutantsAreCaught() {
    let t = Self.variable(0)
    let want = (0...Self.order).map { ratio(1, factorial($0)) }
    var wrong = want
    wrong[7] = wrong[7] * ratio(7, 1)
    #expect(!agree(t.exp().coefficients, wrong))
    var beside = want
    beside[15] = beside[15] + Interval(0x1p-200, precision: 256)
    #expect(!agree(t.exp().coefficients, beside))
    // So wide that it overlaps anything.
    var wide = want
    wide[3] = Interval(from: -1, to: 1, precision: 256)
    #expect(!agree(wide, want))
  }
}
