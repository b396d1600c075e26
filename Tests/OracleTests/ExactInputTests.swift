import FloatingPointFormats
import Testing

@testable import Oracle

@Suite struct ExactInputTests {
  @Test func readsWhatUsersWrite() throws {
    let readings: [(String, Double)] = [
      ("-3", -3), ("0x1.8p+1", 3), ("-0x1.8p+1", -3), ("1e-5", 1e-5), ("inf", .infinity),
      ("-inf", -.infinity), ("bits:c0400000", -3), ("bits:3ff0000000000000", 1), ("-0", -0.0),
      ("bits:00000001", 0x1p-149),
    ]
    for (text, x) in readings {
      #expect(try ExactInput(text).double.bitPattern == x.bitPattern, "\(text)")
    }
    #expect(try ExactInput("nan").double.isNaN)
    #expect(try ExactInput("bits:4248", format: .float16).double == 3.140625)
    #expect(try ExactInput("bits:4049", format: .bfloat16).double == 3.140625)
  }

  @Test(arguments: [
    "", "x", "1e", "1_0", "0x", "--3", "1.2.3", "bits:12", "bits:zz345678", "bits:4248", "3 ",
    "1@2",
  ]) func refusesWhatIsNoNumber(_ text: String) {
    let error = #expect(throws: OracleError.self) { try ExactInput(text) }
    #expect(error?.description.contains("\n") == false)
  }

  /// A decimal is the rational it denotes, not the binary number beside it.
  @Test func decimalsAreExact() throws {
    let tenth = try ExactInput("0.1")
    #expect(!tenth.isBinary64 && !tenth.isExact(in: .float64))
    #expect(try Oracle(.relu).decimal(at: tenth, digits: 30) == "0.1")
    #expect(try Oracle(.relu).decimal(at: 0.1, digits: 20) == "0.10000000000000000555")
    #expect(try ExactInput("0.5").isExact(in: .bfloat16))
    #expect(try !ExactInput("1.001").isExact(in: .bfloat16))
    // Rounded once: just above the midpoint of two float32 numbers, beyond the reach of a double.
    let above = try ExactInput("1.000000059604644775390625000000000000000000001")
    #expect(above.nearest(in: .float32) == Double(Float(1).nextUp))
  }

  @Test func decimalConstantsAreExact() throws {
    let c = try #require(DecimalConstant("0.044715"))
    #expect(c.numerator == 44715 && c.denominator == 1_000_000 && c.description == "0.044715")
    #expect(DecimalConstant("1.702")?.double == 1.702 && DecimalConstant("-2")?.numerator == -2)
    for bad in ["", ".", "1.", ".5", "1e5", "1.2.3", "0x1", "1234567890123456789.5"] {
      #expect(DecimalConstant(bad) == nil, "\(bad)")
    }
  }

  @Test func decimalsPrintPlainly() throws {
    let gelu = Oracle(.gelu)
    #expect(try gelu.decimal(at: 1, digits: 10) == "0.8413447461")
    #expect(try gelu.decimal(at: -14, digits: 5) == "-1.0911e-43")
    #expect(try gelu.decimal(at: -0.0, digits: 5) == "-0")
    #expect(try gelu.decimal(at: .infinity, digits: 5) == "inf")
    #expect(try Oracle(.leakyReLU).decimal(at: -3, digits: 50) == "-0.03")
    #expect(try Oracle(.relu).decimal(at: 2.5, digits: 50) == "2.5")
  }
}
