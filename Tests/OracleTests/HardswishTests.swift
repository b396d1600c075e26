import FloatingPointFormats
import Functions
import Testing

@testable import Oracle

/// What is special about a function of three polynomials, one of them bent.
@Suite struct HardswishTests {
  /// At the kinks and on either side.
  @Test(arguments: [
    (-3, "-0", "0"), ((-3.0).nextUp, "-2.2204460492503128e-16", "-0.49999999999999985"),
    (-1.5, "-0.375", "0"), (3, "3", "1"),
    ((3.0).nextDown, "2.9999999999999993", "1.4999999999999999"),
    (-65504, "-0", "0"), (0, "0", "0.5"),
  ]) func kinks(_ x: Double, _ value: String, _ slope: String) throws {
    #expect(try Oracle(.hardswish).decimal(at: x, digits: 17) == value)
    #expect(try Oracle(.hardswish, derivative: 1).decimal(at: x, digits: 17) == slope)
  }

  /// A zero that is no end of a cell has no sign, and rounds.
  @Test func exactZeroRounds() throws {
    let slope = Oracle(.hardswish, derivative: 1)
    #expect(try slope.rounded(at: -1.5, to: Float.self).bitPattern == 0)
    #expect(TruthSource(slope).truth(at: -1.5).isExact)
  }

  /// Both fast rungs, next to the kinks, to the roots and to zero, and at numbers whose half is a tie.
  @Test(arguments: 0...1) func rungs(_ derivative: Int) {
    let oracle = Oracle(.hardswish, derivative: derivative)
    var random = SplitMix64(seed: 21)
    let near = [-3, -1.5, 0, 3].flatMap { c in
      (1...30).flatMap { k in
        [c - power2(-2 * k), c + power2(-2 * k) * Double.random(in: 1...2, using: &random)]
      }
    }
    let tiny = (60...149).flatMap { [power2(-$0), -3 * power2(-$0), 5 * power2(-$0)] }
    let all = near + tiny + (0..<200).map { _ in Double.random(in: -3.5...3.5, using: &random) }
    let truths = truthFailures(oracle, at: all, TruthSource(oracle).truth)
    #expect(truths.isEmpty, "\(truths)")
    let floats = all.map { Double(Float($0)) }.filter { $0 != 0 }
    let fine = FineCellTests.failures(oracle, floats)
    #expect(fine.isEmpty, "\(fine)")
  }

  /// A decimal nearer to a kink than any double is on its own side of it.
  @Test(arguments: [
    (
      "2.9999999999999999999", "2.99999999999999999985000000000000000000166666667",
      "1.49999999999999999996666666667"
    ),
    ("3.0000000000000000001", "3.0000000000000000001", "1"),
    (
      "-2.9999999999999999999", "-4.99999999999999999983333333333e-20",
      "-0.499999999999999999966666666667"
    ),
    ("-3.0000000000000000001", "-0", "0"), ("1e-400", "5e-401", "0.5"),
    ("-1e-400", "-5e-401", "0.5"),
  ]) func decimalsNextToKinks(_ x: String, _ value: String, _ slope: String) throws {
    for (k, wanted) in [value, slope].enumerated() {
      let digits = wanted.split(separator: "e")[0].filter(\.isNumber).drop { $0 == "0" }.count
      let found = try Oracle(.hardswish, derivative: k).decimal(
        at: ExactInput(x), digits: max(1, digits))
      #expect(found == wanted, "\(x), derivative \(k)")
    }
  }

  /// Values that are decimals exactly: ties among decimals go to even.
  @Test(arguments: [
    ("0.3", 2, "0.16"), ("0.3", 3, "0.165"), ("0.9", 2, "0.58"), ("0.1", 3, "0.0517"),
  ])
  func ties(_ x: String, _ digits: Int, _ value: String) throws {
    #expect(try Oracle(.hardswish).decimal(at: ExactInput(x), digits: digits) == value)
  }

  /// An interval over a kink holds the values on both sides of it, and the slopes.
  @Test(arguments: [-3.0, 3]) func intervalsOverKinks(_ kink: Double) {
    MPFloat.widenExponents()
    for width in [0x1p-40, 0.25, 2] {
      let x = Interval(from: kink - width, to: kink + width, precision: 128)
      for k in 0...1 {
        let wide = Oracle(.hardswish, derivative: k).evaluated(x)
        for t in [-1, -0.5, 0, 0.5, 1] {
          let y = Oracle(.hardswish, derivative: k).enclosure(at: kink + t * width, precision: 128)
          #expect(wide.contains(y.interval), "\(kink) + \(t)·\(width), derivative \(k)")
        }
      }
    }
  }
}
