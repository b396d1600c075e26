import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Values that lie beside a tie among decimals by less than any precision shows: the side is known.
@Suite struct DecimalTieTests {
  static let smooth = Function.tabulated.filter { !$0.isPiecewiseLinear }

  @Test func knownCases() throws {
    for (x, digits, want) in [
      ("1001.5", 4, "1001"), ("1000.5", 4, "1000"),
      (
        "2728128.89443859933364886718372070922554941437606205", 50,
        "2728128.8944385993336488671837207092255494143760620"
      ),
    ] {
      let got = try Oracle(.gelu).decimal(at: ExactInput(x), digits: digits)
      #expect(got == want, "\(x)")
    }
  }

  /// Far to the right f(x) is x and next to nothing less: an argument that ends in 5 after `digits`
  /// digits is cut, whatever digit stands before the 5.
  @Test func farRightTiesGoDown() throws {
    var random = SplitMix64(seed: 61)
    var failures = Failures()
    for function in Self.smooth {
      for digits in [3, 8, 20, 50, 300] {
        // At least 10^6 · 2^k is where even silu's rest is below 2^−(2^20).
        let written = (0..<digits).map { _ in String(Int.random(in: 1...9, using: &random)) }
          .joined()
        let x = written + "5e\(8 - digits + digits / 4)"
        let want = figures(written)
        let got = try Oracle(function).decimal(at: ExactInput(x), digits: digits)
        failures.check(figures(got) == want, "\(function.name)(\(x)) = \(got)")
        // Doubles that are ties, which their bits write exactly.
        let n = Double(Int.random(in: 1_000_000...9_999_999, using: &random)) + 0.5
        let tie = try Oracle(function).decimal(at: n, digits: 7)
        failures.check(tie == String(Int(n - 0.5)), "\(function.name)(\(n)) = \(tie)")
      }
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Near zero f(x) is x/2 and next to nothing more, on both sides.
  @Test func tiesNearZeroGoUp() throws {
    for function in Self.smooth {
      let oracle = Oracle(function)
      for (x, digits, want) in [
        ("3e-20000", 1, "2e-20000"), ("-3e-20000", 1, "-1e-20000"), ("5e-20000", 1, "3e-20000"),
        ("-5e-20000", 1, "-2e-20000"), ("2.5e-20000", 2, "1.3e-20000"),
        ("-2.5e-20000", 2, "-1.2e-20000"), ("2e-20000", 1, "1e-20000"),
      ] {
        #expect(try oracle.decimal(at: ExactInput(x), digits: digits) == want, "\(x)")
      }
    }
  }

  /// More digits than the saturated enclosure has bits.
  @Test func manyDigitsFarRight() throws {
    for (x, digits) in [("1e30", 2000), ("1e11", 2000), ("1e300", 1600)] {
      for function in Self.smooth {
        let value = try Oracle(function).decimal(at: ExactInput(x), digits: digits)
        #expect(
          value.filter(\.isNumber).prefix(digits).allSatisfy { "01".contains($0) }, "\(value)")
        let slope = try Oracle(function, derivative: 1).decimal(at: ExactInput(x), digits: digits)
        #expect(slope == "1." + String(repeating: "0", count: digits - 1))
      }
    }
  }

  /// dy·f′ far right is dy and next to nothing more in magnitude; 1 + 2^−20 is a tie at 20 digits.
  @Test func gradientsBesideATie() throws {
    let dy = 1 + 0x1p-20
    for (factor, want) in [(dy, "1.0000009536743164063"), (-dy, "-1.0000009536743164063")] {
      for function in Self.smooth {
        let oracle = Oracle(function, derivative: 1, factor: factor)
        #expect(try oracle.decimal(at: 1e30, digits: 20) == want)
      }
    }
    // Exactly dy: the tie goes to the even digit.
    #expect(
      try Oracle(.relu, derivative: 1, factor: dy).decimal(at: 1, digits: 20)
        == "1.0000009536743164062")
  }

  @Test func limitsBesideATie() {
    func check(_ x: Double, _ digits: Int, _ below: String, _ above: String) {
      let m = MPFloat(x, precision: 64)
      #expect(m.decimal(digits: digits, beside: -1) == below, "\(x)")
      #expect(m.decimal(digits: digits, beside: 1) == above, "\(x)")
    }
    check(2.5, 1, "2", "3")
    check(3.5, 1, "3", "4")
    check(-2.5, 1, "-3", "-2")
    check(-0.375, 2, "-0.38", "-0.37")
    check(2.5, 2, "2.5", "2.5")
    check(0.75, 1, "0.7", "0.8")
    check(2.515625, 3, "2.52", "2.52")
    check(995, 2, "9.9e2", "1.0e3")
    check(9.5, 1, "9", "1e1")
  }
}

/// The figures of a decimal without sign, point, exponent and zeros at the end.
private func figures(_ text: String) -> String {
  var kept = String(text.prefix { $0 != "e" }.filter(\.isNumber))
  while kept.last == "0" { kept.removeLast() }
  return kept
}
