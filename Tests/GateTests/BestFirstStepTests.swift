import FloatingPointFormats
import Oracle
import Testing

@testable import Kernels

/// What float64's first step claims of itself, held to multiple precision where it matters: beside
/// midpoints of doubles, where a bound that is too small leaves a wrong rounding undoubted.
@Suite struct BestFirstStepTests {
  /// Negative inputs whose results' tails are within `reach` ulp of a midpoint.
  static func nearMidpoints(_ count: Int, reach: Double) -> [Double] {
    var random = SplitMix64(seed: 66)
    var found: [Double] = []
    while found.count < count {
      let t = Double.random(in: 0.01..<37, using: &random)
      let (g, _) = step(t)
      if 0.5 - g.tail.magnitude / g.head.ulp < reach { found.append(t) }
    }
    return found
  }

  /// −f(−t)/2^m as a pair, and m.
  static func step(_ t: Double) -> (Pair, Int) {
    let (power, m) = GELUFirstStep.exponential(Pair(product: t, -0.5 * t))
    return (Pair(t) * (power * GELUFirstStep.ratio(t)), m)
  }

  /// |pair − truth| over a bound relative to the truth, the largest of some inputs.
  static func worstShare(_ inputs: [Double], of bound: Double) throws -> Double {
    let oracle = Oracle(.gelu)
    var worst = 0.0
    for t in inputs {
      let (g, m) = step(t)
      let y = -Double(sign: .plus, exponent: m, significand: g.head)
      guard y.magnitude >= 0x1p-960 else { continue }
      let (lo, hi) = try oracle.ulpError(of: y, at: -t, in: FormatName.float64.parameters)
      let tail = g.tail / g.head.ulp
      let off = max((lo - tail).magnitude, (hi - tail).magnitude)
      worst = max(worst, off / (bound * g.head / g.head.ulp))
    }
    return worst
  }

  @Test func theBoundHoldsBesideMidpoints() throws {
    let inputs = Self.nearMidpoints(300, reach: 0x1p-6)
    let share = try Self.worstShare(inputs, of: GELUFirstStep.bound)
    #expect(share < 1, "largest error over the bound: \(share)")
    // A bound of a sixteenth is seen to be broken.
    #expect(try Self.worstShare(inputs, of: GELUFirstStep.bound / 16) > 1)
  }

  /// A bound of b leaves 2·b·g/ulp(g) of all inputs open, 2^−8·ln 2 on average for 2^−62: one in 370
  /// to the left.
  @Test func theShareLeftOpenIsWhatTheBoundSays() {
    var random = SplitMix64(seed: 67)
    let count = 40_000
    let open = (0..<count).count { _ in
      GELUFirstStep.rounded(-Double.random(in: 0.01..<37, using: &random)) == nil
    }
    #expect(count / 600 < open && open < count / 250, "\(open) of \(count)")
  }
}
