import FloatingPointFormats
import Testing

@testable import Oracle

/// What the code relies on about the shape of the functions, proven by interval evaluation.
@Suite struct TurningPointTests {
  static let smooth = Function.all.filter { !$0.isPiecewiseLinear }

  /// The sign of a derivative over all of [a, b], halving until each piece is certain.
  private func signs(_ oracle: Oracle, _ a: Double, _ b: Double, depth: Int = 0) -> Set<Int> {
    let y = oracle.evaluated(Interval(from: a, to: b, precision: 96))
    if y.isFinite, y.isCertainlyNegative { return [-1] }
    if y.isFinite, y.isCertainlyPositive { return [1] }
    guard depth < 20 else { return [0] }
    let m = a + (b - a) / 2
    return signs(oracle, a, m, depth: depth + 1).union(signs(oracle, m, b, depth: depth + 1))
  }

  /// One turning point on the negative side for f, and one for f′. The positive side follows from
  /// f′(x) = 1 − f′(−x), which lies above 0 where |f′(−x)| < 1, and f″(x) = f″(−x).
  @Test(arguments: smooth, [0, 1]) func thereAreNoOthers(_ f: Function, _ order: Int) throws {
    MPFloat.widenExponents()
    let turns = Oracle(f).turningPoints(derivative: order)
    #expect(turns.count == (order == 0 ? 1 : 2))
    let t = try #require(turns.first)
    let slope = Oracle(f, derivative: order + 1)
    #expect(signs(slope, -12, t - 0x1p-10) == [-1], "\(f.name) before")
    #expect(signs(slope, t + 0x1p-10, 0) == [1], "\(f.name) after")
    // A single crossing: the next derivative has one sign there.
    #expect(signs(Oracle(f, derivative: order + 2), t - 0x1p-10, t + 0x1p-10) == [1])
    if order == 1 {
      let least = Oracle(f, derivative: 1).enclosure(at: t, precision: 64).interval
      #expect(least.magnitude < 0.2 && abs(turns[0] + turns[1]) < 1e-15)
    }
  }

  @Test func knownPlaces() {
    #expect(abs(Oracle(.gelu).turningPoints(derivative: 0)[0] - -0.7517915246935645) < 1e-15)
    let inflections = Oracle(.gelu).turningPoints(derivative: 1)
    #expect(abs(inflections[1] - 2.0.squareRoot()) < 1e-15 && inflections[0] < 0)
  }

  /// Beyond the edge of a format |f| and |f′| stay below the bound, as far as intervals are asked.
  @Test(arguments: smooth) func saturationHolds(_ f: Function) {
    MPFloat.widenExponents()
    for format in FormatName.allCases {
      let exponent = format.parameters.minimumQuantum - 64
      let edge = Oracle(f).saturation(below: exponent).edge
      for derivative in 0...1 {
        let oracle = Oracle(f, derivative: derivative)
        var x = edge
        while x < 16_000 {
          let y = oracle.evaluated(Interval(from: -x * 1.01, to: -x, precision: 64))
          let size = max(y.lo.exponentFloor, y.hi.exponentFloor)
          #expect(size < exponent, "\(f.name) \(format) \(x): 2^\(size)")
          x *= 1.01
        }
      }
    }
  }
}
