import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Testing

/// Where exact results lie on the line of codes: beside ties, at them, and far out.
@Suite struct CodeTruthTests {
  private static func truth(
    _ function: Function, _ steps: Int, _ scale: Double, to output: Double, zero: Int = 0
  ) throws -> CodeTruth {
    let q = try #require(Quantisation(scale: output, zeroPoint: zero))
    return try Oracle(function).codeTruth(at: .code(scale: scale, steps: steps), q)
  }

  /// relu(k/2) = k/2 of a code: odd k lie midway, and so do none beside them.
  @Test func tiesAreExact() throws {
    for k in -3...41 {
      let t = try Self.truth(.relu, k, 0x1.4p-5, to: 0x1.4p-4, zero: -7)
      let halves = max(k, 0) - 14
      #expect(t.halves == halves && t.isHalf && t.rest == 0...0)
      #expect(t.isTie == (halves & 1 == 1) && t.isWhole == !t.isTie)
      let low = Int((Double(halves) / 2).rounded(.down))
      #expect(t.nearest == (t.isTie ? low...(low + 1) : low...low), "\(k): \(t)")
    }
    // The last bit of either scale decides.
    let scale = 0.05
    #expect(try Self.truth(.relu, 1, scale, to: 2 * scale).isTie)
    #expect(try Self.truth(.relu, 1, scale.nextUp, to: 2 * scale).nearest == 1...1)
    #expect(try Self.truth(.relu, 1, scale.nextDown, to: 2 * scale).nearest == 0...0)
    #expect(try !Self.truth(.relu, 1, scale.nextUp, to: 2 * scale).isHalf)
  }

  /// x·(x + 3)/6, whose division is exact where the result is a binary number.
  @Test func quadraticTies() throws {
    // x = 1: 2/3 of 4/3; as x = 3/2: 9/8 is 1/2 of 9/4, and 3/2 of 3/4.
    #expect(try Self.truth(.hardswish, 3, 0.5, to: 2.25).isTie)
    #expect(try Self.truth(.hardswish, 3, 0.5, to: 0.75) == Self.truth(.relu, 3, 0.5, to: 1))
    #expect(try Self.truth(.hardswish, 3, 0.5, to: 2.25.nextUp).nearest == 0...0)
    #expect(try Self.truth(.hardswish, 1, 1, to: 1).nearest == 1...1)
    #expect(try Self.truth(.hardswish, -3, 1, to: 1, zero: 4).nearest == 4...4)
  }

  /// A smooth function is no tie where it comes as near to one as any precision shows.
  @Test func besideTies() throws {
    // Above x/2 for either sign of x, and below x.
    for steps in [1, 3, 101, -1, -3, -101] {
      let t = try Self.truth(.gelu, steps, 0x1p-140, to: 0x1p-140)
      #expect(!t.isHalf && t.halves == steps, "\(t)")
      #expect(t.nearest.count == 1 && t.nearest.lowerBound == (steps + 1) >> 1, "\(t)")
    }
    for x in [33, 201, 1001] {
      let t = try Self.truth(.silu, x, 1, to: 2)
      #expect(!t.isHalf && t.halves == x - 1 && t.nearest == (x - 1) / 2...(x - 1) / 2, "\(t)")
      #expect(t.rest.lowerBound > 0.4999999 && t.rest.upperBound <= 0.5)
    }
    // Above x by e^−100001, which no precision shows.
    let above = try Self.truth(.softplus, 100_001, 1, to: 2)
    #expect(
      !above.isHalf && above.halves == 100_001 && above.nearest == 50_001...50_001, "\(above)")
    // Just below zero, however far.
    let far = try Self.truth(.gelu, -100, 0x1p100, to: 1, zero: 5)
    #expect(far.nearest == 5...5 && far.halves == 9 && !far.isHalf)
  }

  @Test func zeroAndHalf() throws {
    #expect(try Self.truth(.gelu, 0, 0.05, to: 0.04, zero: -128).nearest == -128 ... -128)
    #expect(try Self.truth(.gelu, 0, 0.05, to: 0.04, zero: -128).isWhole)
    // sigmoid(0) = 1/2.
    #expect(try Self.truth(.sigmoid, 0, 0.05, to: 1).isTie)
    #expect(try Self.truth(.sigmoid, 0, 0.05, to: 1.0.nextUp).nearest == 0...0)
    #expect(try !Self.truth(.sigmoid, 0, 0.05, to: 0x1p-8).isTie)
  }

  @Test func farOutAndInfinite() throws {
    let q = try #require(Quantisation(scale: 1 as Float, zeroPoint: 3))
    let oracle = Oracle(.gelu)
    func at(_ x: Double) throws -> CodeTruth { try oracle.codeTruth(at: .number(x), q) }
    #expect(try at(.infinity).halves == CodeTruth.bound && at(.infinity).isBeyondBound)
    #expect(try at(-.infinity).nearest == 3...3)
    #expect(try at(1e30).isBeyondBound && !at(1e10).isBeyondBound)
    #expect(try at(1e10).floor == 10_000_000_002 && !at(1e10).isHalf)
    #expect(try at(-0.0).isWhole && at(0x1p-1074).nearest == 3...3)
    #expect(try Oracle(.relu).codeTruth(at: .number(1e10), q).floor == 10_000_000_003)
    let last = try Oracle(.sigmoid).codeTruth(at: .number(.infinity), q)
    #expect(last.isWhole && last.nearest == 4...4)
  }

  /// The rest is what is left of the exact v: against another way of computing it.
  @Test func restsAreTheDifference() throws {
    for steps in stride(from: -120, through: 120, by: 7) where steps != 0 {
      let t = try Self.truth(
        .gelu, steps, Double(0.05 as Float), to: Double(0.04 as Float), zero: -9)
      let x = Double(0.05 as Float) * Double(steps)
      let v = 0.5 * x * erfc(-x * 0x1.6a09e667f3bcdp-1) / Double(0.04 as Float) - 9
      let found = Double(t.halves) / 2 + t.rest.lowerBound
      #expect(abs(found - v) < 1e-11, "\(steps): \(found) \(v)")
      #expect(t.rest.upperBound - t.rest.lowerBound <= 0x1p-45)
    }
    let x = CodeArgument.code(scale: 0.1, steps: 3)
    #expect(x.decimal(digits: 17) == "0.30000000000000002")
    #expect(try Oracle(.relu).decimal(at: x, digits: 20) == "0.30000000000000001665")
  }
}
