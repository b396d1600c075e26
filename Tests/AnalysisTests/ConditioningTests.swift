import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Testing

@testable import Analysis

@Suite struct ConditioningTests {
  let gelu = Conditioning(Oracle(.gelu))

  /// Values measured by others for x·Φ(x).
  @Test(arguments: [(-2.12, 4.26, 0.005), (-5, 24.9, 0.05), (-10, 100, 1), (-13, 169, 1)])
  func publishedValues(_ x: Double, _ expected: Double, _ tolerance: Double) throws {
    let k = try #require(gelu.amplification(at: x))
    #expect(k.lo <= k.hi && k.hi - k.lo < 1e-12 * k.hi)
    #expect(abs(k.lo - expected) <= tolerance)
  }

  /// x² − 1 < κ < x² far out, by Φ(x) < φ(x)/|x|.
  @Test func theTailGrowsAsTheSquare() throws {
    for x in [-20.0, -100, -1000, -65536] {
      let k = try #require(gelu.amplification(at: x))
      #expect(x * x - 1.01 < k.lo && k.hi <= x * x)
    }
    #expect(gelu.amplification(at: -65537) == nil)
  }

  @Test func atZeroAndAtTheZeroOfTheDerivative() throws {
    let one = try #require(gelu.amplification(at: 0))
    #expect(one.lo == 1 && one.hi == 1)
    let slope = Conditioning(Oracle(.gelu, derivative: 1))
    #expect(try #require(slope.amplification(at: -0.7517915246935645)).lo > 1e15)
    #expect(try slope.supremum(from: -1, to: 0).kind == .unbounded)
    #expect(gelu.amplification(at: .nan) == nil && gelu.amplification(at: .infinity) == nil)
  }

  /// Against f at the moved inputs, one by one.
  @Test(arguments: FormatName.reported) func propagatedErrorIsWhatMovedInputsShow(
    _ format: FormatName
  ) throws {
    for x in [-5.5, -2.125, -0.75, -0.125, 0.5, 3] {
      for k in [0.5, 1, 4] {
        let bound = try #require(gelu.propagatedError(at: x, in: format, inputError: k))
        #expect(bound.lo <= bound.hi, "\(bound) at \(x), \(k)")
        #expect(bound.hi - bound.lo < 0.05 * bound.hi, "\(bound) at \(x), \(k)")
        #expect(try observed(x, k, format).allSatisfy { $0 + 0.5 <= bound.hi * (1 + 1e-9) })
        #expect(try observed(x, k, format).contains { $0 + 0.5 >= bound.lo * (1 - 1e-9) })
      }
    }
  }

  /// |f(x ± k·ulp(x)) − f(x)| in ulp(f(x)), from 40-digit decimals' difference in high precision.
  private func observed(_ x: Double, _ k: Double, _ format: FormatName) throws -> [Double] {
    let p = format.parameters
    func power(_ e: Int) -> Double { Double(sign: .plus, exponent: e, significand: 1) }
    let step = k * power(p.ulpExponent(ofBinade: x.exponentFloor))
    let unit = power(try gelu.oracle.ulpExponent(at: x, in: p))
    return [-step, step].map { offset in
      let moved = Interval(x, precision: 200) + Interval(offset, precision: 200)
      let difference =
        gelu.oracle.evaluated(moved) - gelu.oracle.evaluated(Interval(x, precision: 200))
      return difference.magnitude / unit
    }
  }

  @Test func anUnperturbedInputLeavesHalfAnULP() throws {
    let bound = try #require(gelu.propagatedError(at: -3, in: .float32, inputError: 0))
    #expect(bound.lo == 0.5 && bound.hi <= 0.5.nextUp)
    #expect(gelu.propagatedError(at: 0, in: .float32, inputError: 1) == nil)
  }

  /// No sample exceeds the supremum of its region, and the largest comes near it.
  @Test(arguments: Function.tabulated.filter { !$0.isPiecewiseLinear })
  func suprema(_ f: Function) throws {
    for d in 0...1 {
      let c = Conditioning(Oracle(f, derivative: d))
      for region in LineRegion.all.dropFirst() {
        let s = try c.supremum(from: region.from, to: region.to)
        #expect(disagreement(s, c, region) == nil)
        // The check itself: a supremum that is 1 % off is refused.
        guard let value = s.value?.interval else { continue }
        for factor in [0.99, 1.01] {
          let wrong = Supremum(s.kind, value: value * Interval(factor, precision: 64))
          #expect(disagreement(wrong, c, region) != nil)
        }
      }
    }
  }

  private func disagreement(_ s: Supremum, _ c: Conditioning, _ region: LineRegion) -> String? {
    let high = min(region.to, 9)
    let points = (0...40).map { region.from + (high - region.from) * Double($0) / 40 }
    let top = points.compactMap { c.amplification(at: $0)?.hi }.max() ?? 0
    guard let (lo, hi) = s.value?.doubles else { return top > 10 ? nil : "bounded by \(top)" }
    if top > hi * (1 + 1e-12) { return "a sample has \(top), more than \(hi)" }
    return top < lo * (1 - 5e-3) ? "no sample has more than \(top); claimed \(lo)" : nil
  }
}
