import FloatingPointFormats
import Functions
import Testing

@testable import Oracle

/// What lies exactly on a limit.
@Suite struct LimitTests {
  /// An interval that ends at zero says nothing of the sign.
  @Test func anEndAtZeroHasNoSign() {
    func interval(_ a: Double, _ b: Double) -> Interval { Interval(from: a, to: b, precision: 64) }
    #expect(!interval(-1, 0).isCertainlyNegative && !interval(0, 1).isCertainlyPositive)
    #expect(interval(-1, -0x1p-1074).isCertainlyNegative)
    #expect(interval(0x1p-1074, 1).isCertainlyPositive)
    #expect(interval(-1, 0).containsZero && interval(0, 1).containsZero)
  }

  /// Eighteen digits always fit an Int; nineteen may not.
  @Test func constantsHaveEighteenDigits() {
    #expect(DecimalConstant("0.12345678901234567")?.numerator == 12_345_678_901_234_567)
    #expect(DecimalConstant("0.123456789012345678") == nil)
    #expect(DecimalConstant("1234567890123456789") == nil)
  }

  /// Five zeros behind the point at most, and 20 digits before it.
  @Test func decimalsWithoutAndWithExponents() {
    #expect(decimalText("-19", power: -5) == "-0.000019")
    #expect(decimalText("-19", power: -6) == "-1.9e-6")
    #expect(decimalText("19", power: 1) == "19" && decimalText("19", power: 2) == "1.9e2")
  }

  /// Far to the right G lies below x by less than any precision shows: the next number up is off by more
  /// than one ulp all the same, and x itself by less than any bound.
  @Test func anOpenEndIsOutside() throws {
    let oracle = Oracle(.gelu)
    let (x, format) = (1e30, FormatName.float64.parameters)
    #expect(try !oracle.isError(of: x.nextUp, at: x, in: format, within: 1))
    #expect(try oracle.isError(of: x.nextDown, at: x, in: format, within: 1))
    #expect(try oracle.isError(of: x, at: x, in: format, within: 0x1p-40))
  }

  /// Between numbers of both signs the ulp is known only where all of them are subnormal.
  @Test func anEnclosureOfBothSignsHasNoBinade() {
    let format = FormatName.float32.parameters
    func exponent(_ size: Double) -> Int? {
      Enclosure(interval: Interval(from: -size, to: size, precision: 64), isOpen: false)
        .ulpExponent(in: format)
    }
    #expect(exponent(1) == nil && exponent(0x1p-125) == nil)
    #expect(exponent(0x1p-127) == format.minimumQuantum)
  }
}
