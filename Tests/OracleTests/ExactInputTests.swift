import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Arguments as users write them.
@Suite struct ExactInputTests {
  @Test func readsWhatUsersWrite() throws {
    let readings: [(String, Double)] = [
      ("-3", -3), ("+3", 3), ("0x1.8p+1", 3), ("-0x1.8p+1", -3), ("0X1P-3", 0.125),
      ("1e-5", 0x1.4f8b588e368f1p-17),
      ("5.", 5), (".5", 0.5), ("-.5e1", -5), ("inf", .infinity), ("Infinity", .infinity),
      ("-inf", -.infinity), ("bits:c0400000", -3), ("bits:3ff0000000000000", 1), ("-0", -0.0),
      ("0e9", 0), ("bits:00000001", 0x1p-149), ("bits:8000000000000001", -0x1p-1074),
      ("1e400", .infinity), ("-1e400", -.infinity), ("-1e-400", -0.0),
      // Bits as they are printed.
      ("0xc0400000", -3), ("0XC0400000", -3), ("bits:0xc0400000", -3), ("0x3ff0000000000000", 1),
      ("0x00000001", 0x1p-149), ("float16:0x4248", 3.140625), ("bfloat16:4049", 3.140625),
      ("float32:0xc0400000", -3), ("float64:bff0000000000000", -1), ("0x80000000", -0.0),
    ]
    for (text, x) in readings {
      #expect(try ExactInput(text).double.bitPattern == x.bitPattern, "\(text)")
    }
    #expect(try ExactInput("nan").double.isNaN && ExactInput("NaN").double.isNaN)
    #expect(try ExactInput("bits:4248", format: .float16).double == 3.140625)
    #expect(try ExactInput("bits:4049", format: .bfloat16).double == 3.140625)
    #expect(try ExactInput("bits:7fc00000", format: .float32).double.isNaN)
  }

  @Test(arguments: [
    "", "x", "1e", "1_0", "0x", "--3", "1.2.3", "3 ", " 3", "3\n", "1@2", "0b11", "0x1p", "1e+",
    "+",
    "-", ".", "e5", "infinit", "+nan", "١", "1,5", "1e99999999999999999999",
    "-1e-99999999999999999999",
    "bits:", "bits:12", "bits:zz345678", "bits:4248", "bits:+fff", "bits:-fff", "bits:0x3f80",
    "bits:123456789", "0x12", "0x1.8", "-0x1.8", "-0xc14ef84e", "+0xc14ef84e", "0x123456789",
    "0xc10a",
    "0xc14ef84g", "bits:0x0xc14e", "bits:-0xc14ef84", "float16:", "float16:c14ef84e",
    "float32:0xc10a",
    "float8:c1", "float16:1.5", ":c14ef84e", "float64:c14ef84e",
  ]) func refusesWhatIsNoNumber(_ text: String) {
    let error = #expect(throws: OracleError.self) { try ExactInput(text) }
    #expect(error?.description.contains("\n") == false && error?.description.isEmpty == false)
  }

  /// What every output prints is read back: the bits of every format, and said to be that.
  @Test func printedBitsReadBack() throws {
    func check<T: BinaryFormat>(_: T.Type, _ bits: T.Bits) throws {
      let y = T(bitPattern: bits)
      for text in [y.hexBits, "\(T.name.rawValue):\(y.hexBits)", "bits:\(y.hexBits)"] {
        let x = try ExactInput(text, format: T.name)
        #expect(x.double.bitPattern == y.double.bitPattern || y.isNaNValue, "\(text)")
        #expect(
          x.reading == "\(T.name.rawValue) bits of \(y.exactDecimal)" && x.isExact(in: T.name))
      }
      if !T.name.keepsAllTruths {
        #expect(try ExactInput(y.hexBits).reading?.contains(T.name.rawValue) == true)
      }
    }
    var random = SplitMix64(seed: 82)
    for _ in 0..<100 {
      let n = random.next()
      try check(Float16.self, UInt16(truncatingIfNeeded: n))
      try check(BFloat16.self, UInt16(truncatingIfNeeded: n))
      try check(Float.self, UInt32(truncatingIfNeeded: n))
      try check(Double.self, n)
    }
    #expect(try ExactInput("-0x1.8p+1").reading == nil && ExactInput("3").reading == nil)
    let error = #expect(throws: OracleError.self) { try ExactInput("0xc10a") }
    #expect(error?.description.contains("float16:0xc10a or bfloat16:0xc10a") == true)
  }

  @Test func refusesBitsOfAnotherFormat() {
    for (bits, format) in [
      ("0x3f80", .float32), ("0x3f800000", .float64), ("0x3f800000", .bfloat16),
      ("bits:+fff", FormatName.float16), ("bits:3f80", .float32), ("bits:3f800000", .float64),
      ("bits:3f800000", .bfloat16),
    ] {
      let error = #expect(throws: OracleError.self) { try ExactInput(bits, format: format) }
      #expect(error?.description.isEmpty == false)
    }
  }

  /// Every float64 pattern, by bits and by its hex float, is read exactly.
  @Test func binaryNumbersAreExact() throws {
    var random = SplitMix64(seed: 81)
    for _ in 0..<500 {
      let x = Double(bitPattern: random.next())
      let bits = "bits:" + x.hexBits.dropFirst(2)
      #expect(try ExactInput(bits).isBinary64)
      guard !x.isNaN else { continue }
      for text in [bits, x.hexFloat, "\(x)"] {
        #expect(try ExactInput(text).double.bitPattern == x.bitPattern, "\(text)")
      }
      #expect(try ExactInput(x.hexFloat).isExact(in: .float64))
      #expect(try ExactInput(x.hexFloat).nearest(in: .float32) == Double(Float(x)))
    }
  }

  /// A decimal is the rational it denotes, not the binary number beside it.
  @Test func decimalsAreExact() throws {
    let tenth = try ExactInput("0.1")
    #expect(!tenth.isBinary64 && !tenth.isExact(in: .float64))
    #expect(try Oracle(.relu).decimal(at: tenth, digits: 30) == "0.1")
    #expect(try Oracle(.relu).decimal(at: tenth.double, digits: 20) == "0.10000000000000000555")
    #expect(try ExactInput("0.5").isExact(in: .bfloat16) && ExactInput("inf").isExact(in: .float16))
    #expect(
      try !ExactInput("1.001").isExact(in: .bfloat16) && !ExactInput("1e400").isExact(in: .float64))
    #expect(try !ExactInput("0x1p-1075").isBinary64 && ExactInput("0x1p-1074").isBinary64)
    // 0.1 and the double beside it differ in the 17th digit, and so do their values.
    let (a, b) = (
      try Oracle(.silu).decimal(at: tenth, digits: 30),
      try Oracle(.silu).decimal(at: tenth.double, digits: 30)
    )
    #expect(a != b && a.prefix(15) == b.prefix(15))
  }

  /// Rounded once, though the text lies beside a midpoint by less than a double shows.
  @Test func nearestIsRoundedOnce() throws {
    // 1 + 2^−24, the midpoint of 1 and the next float32.
    let middle = "1.000000059604644775390625"
    #expect(try ExactInput(middle).nearest(in: .float32) == 1)
    let above = try ExactInput(middle + String(repeating: "0", count: 30) + "1")
    #expect(above.nearest(in: .float32) == Double(Float(1).nextUp) && above.double == 1 + 0x1p-24)
    // 2^−1074 and half as much again: a tie among subnormal doubles; just below it is none.
    #expect(try ExactInput("0x1.8p-1074").double == 2 * 0x1p-1074)
    #expect(try ExactInput("0x1.7ffffffffffffffffffffp-1074").double == 0x1p-1074)
    #expect(try ExactInput("0x0.8p-1074").double == 0)
    #expect(try ExactInput("0x0.800000000000000000001p-1074").double == 0x1p-1074)
    // float16 overflows from 65520 on.
    #expect(try ExactInput("65519.999999999999999999999").nearest(in: .float16) == 65504)
    #expect(try ExactInput("65520").nearest(in: .float16) == .infinity)
    #expect(try ExactInput("-1e-400").nearest(in: .bfloat16).sign == .minus)
  }

  /// Numbers that binary64 has not are still themselves.
  @Test func beyondBinary64() throws {
    func decimal(_ f: Function, _ d: Int, _ x: String, _ digits: Int = 20) throws -> String {
      try Oracle(f, derivative: d).decimal(at: ExactInput(x), digits: digits)
    }
    #expect(try decimal(.relu, 0, "1e400") == "1e400" && decimal(.relu, 0, "-1e-400") == "0")
    #expect(try decimal(.leakyReLU, 0, "-1e-400") == "-1e-402")
    #expect(
      try decimal(.leakyReLU, 1, "-1e-400") == "0.01" && decimal(.leakyReLU, 1, "-0.1") == "0.01")
    #expect(try decimal(.relu, 1, "1e-400") == "1" && decimal(.relu, 1, "-1e-400") == "0")
    #expect(try decimal(.gelu, 0, "1e-400", 10) == "5.000000000e-401")
    #expect(try decimal(.gelu, 0, "-1e-400", 10) == "-5.000000000e-401")
    #expect(try decimal(.gelu, 0, "1e400", 10) == "1.000000000e400")
    let far = try decimal(.silu, 0, "-1e400", 10)
    #expect(far.hasPrefix("-2.689861461e-434294481903251827651128918916605082294397"))
    #expect(try decimal(.gelu, 1, "1e400", 5) == "1.0000")
  }

  /// A tie among decimals goes to the even digit, which no enclosure settles.
  @Test func decimalTies() throws {
    let leaky = Oracle(.leakyReLU)
    for (x, digits, want) in [
      ("0.15", 1, "0.2"), ("0.25", 1, "0.2"), ("0.35", 1, "0.4"), ("-0.25", 1, "-0.002"),
      ("-0.35", 1, "-0.004"), ("0.25", 2, "0.25"), ("1.25", 2, "1.2"), ("-125", 2, "-1.2"),
    ] {
      #expect(try leaky.decimal(at: ExactInput(x), digits: digits) == want, "\(x)")
    }
    #expect(try leaky.decimal(at: -125, digits: 2) == "-1.2")
  }

  @Test func decimalConstantsAreExact() throws {
    let c = try #require(DecimalConstant("0.044715"))
    #expect(c.numerator == 44715 && c.denominator == 1_000_000 && c.description == "0.044715")
    #expect(c.double == 0x1.6e4e26d4801f7p-5)
    for (text, numerator, places) in [
      ("-2", -2, 0), ("1.702", 1702, 3), ("0.50", 50, 2), ("000.5", 5, 1), ("-0.007", -7, 3),
      ("123456789012345678", 123_456_789_012_345_678, 0),
      ("0.12345678901234567", 12_345_678_901_234_567, 17),
    ] {
      let d = try #require(DecimalConstant(text), "\(text)")
      #expect(d.numerator == numerator && d.places == places)
      #expect(DecimalConstant(d.description) == d, "\(d)")
    }
    for bad in [
      "", "-", ".", "1.", ".5", "1e5", "1.2.3", "0x1", "1234567890123456789.5", "--5", "+5", "1-",
      "١",
    ] {
      #expect(DecimalConstant(bad) == nil, "\(bad)")
    }
  }

  @Test func decimalsPrintPlainly() throws {
    let gelu = Oracle(.gelu)
    #expect(try gelu.decimal(at: 1, digits: 10) == "0.8413447461")
    #expect(try gelu.decimal(at: -14, digits: 5) == "-1.0911e-43")
    #expect(try gelu.decimal(at: 0, digits: 5) == "0" && gelu.decimal(at: -0.0, digits: 5) == "-0")
    #expect(try gelu.decimal(at: .infinity, digits: 5) == "inf")
    #expect(try gelu.decimal(at: -.infinity, digits: 5) == "-0")
    #expect(try gelu.decimal(at: .nan, digits: 5) == "nan")
    let relu = Oracle(.relu)
    for (x, digits, want) in [
      (2.5, 50, "2.5"), (100, 3, "100"), (100, 2, "1e2"), (123, 2, "1.2e2"), (1e20, 30, "1e20"),
      (1e19, 30, "10000000000000000000"), (0x1p-3, 50, "0.125"), (0x1p-20, 5, "9.5367e-7"),
      (0x1p-10, 20, "0.0009765625"), (1, 1, "1"), (1024, 50, "1024"),
    ] {
      #expect(try relu.decimal(at: x, digits: digits) == want, "\(x)")
    }
    #expect(try Oracle(.leakyReLU).decimal(at: -3, digits: 50) == "-0.03")
    #expect(try Oracle(.leakyReLU).decimal(at: -.infinity, digits: 50) == "-inf")
    #expect(try gelu.decimal(at: 1, digits: 1) == "0.8")
    #expect(try gelu.decimal(at: 1, digits: 2000).count == 2002)
  }

  /// Fewer digits are the rounding of more.
  @Test func digitsAreRoundings() throws {
    for oracle in CellTableTests.oracles {
      for x in [-5.25, -0.7, 0.3, 2] {
        let long = try #require(Decimal60(oracle.decimal(at: x, digits: 60)) ?? Decimal60("1"))
        for digits in [1, 7, 17, 50] {
          guard let short = try Decimal60(oracle.decimal(at: x, digits: digits)) else { continue }
          let gap = (short.interval - long.interval).magnitude
          let unit = Interval(reading: "1e\(long.power - digits + 1)").magnitude
          #expect(gap <= unit * 0.5000001, "\(oracle.function.name) \(x) \(digits)")
        }
      }
    }
  }
}
