import FloatingPointFormats
import Testing

/// Integers with a quantisation: their spelling, their codes, and what is none.
@Suite struct QuantisationTests {
  @Test(
    arguments: [
      ("0.05", Double(0.05 as Float)), ("0.5", 0.5), (".25", 0.25), ("1e-3", Double(1e-3 as Float)),
      ("3", 3),
      ("0x1.99999ap-5", Double(0.05 as Float)), ("0x1.999999999999ap-5", 0.05), ("0X1P-8", 0x1p-8),
      ("0x1.23456789abcdfp+3", 0x1.23456789abcdfp+3), ("1/256", 0x1p-8), ("3/8", 0.375), ("6/3", 2),
      ("1/3", nil), ("4/3", nil), ("1/0", nil), ("-1/2", nil), ("1/2/3", nil), ("-0.5", nil),
      ("0", nil),
      ("+1", nil),
      ("1e39", nil), ("1e-46", nil), ("0x1p-150", nil), ("0x1p128", nil), ("inf", nil),
      ("nan", nil),
      ("0x2.3456789abcdefp+3", nil), ("0x1.23456789abcdef1p+3", nil), ("", nil), ("x", nil),
      ("0x", nil),
    ] as [(String, Double?)])
  func scales(_ text: String, _ scale: Double?) {
    #expect(Quantisation.scale(text) == scale, "\(text)")
  }

  /// A scale is said so that it reads back exactly.
  @Test func scalesReadBack() throws {
    var random = SplitMix64(seed: 1)
    for i in 0..<400 {
      let scale =
        i % 4 == 0
        ? Double.random(in: 1e-9...1e3, using: &random)
        : i % 4 == 1
          ? Double(sign: .plus, exponent: i / 4 - 60, significand: 1)
          : Double(Float.random(in: 1e-9...1e3, using: &random))
      let q = try #require(Quantisation(scale: scale))
      #expect(Quantisation.scale(q.scaleText) == scale, "\(q.scaleText)")
    }
    #expect(Quantisation(scale: 0.05 as Float)?.scaleText == "0.05")
    #expect(Quantisation(scale: 0.05 as Double)?.scaleText == "0x1.999999999999ap-5")
    #expect(Quantisation(scale: 0x1p-8)?.scaleText == "1/256")
    #expect(Quantisation(scale: 0.05 as Float)?.scaleBits == 24)
  }

  @Test(arguments: [
    ("int8(scale=0.05,zero-point=3)", "int8(scale=0.05,zero-point=3)"),
    ("i8(scale=0.05)", "int8(scale=0.05,zero-point=0)"),
    ("quint8(zero-point=255,scale=1/256)", "uint8(scale=1/256,zero-point=255)"),
    ("int16(scale=0x1p-12,zero-point=-32768)", "int16(scale=1/4096,zero-point=-32768)"),
  ]) func ends(_ text: String, _ said: String) throws {
    #expect(EndFormat.isInteger(text))
    let end = try EndFormat(quantised: text)
    #expect("\(end)" == said)
    #expect(try EndFormat(quantised: said) == end)
  }

  @Test(arguments: [
    ("int8", "has no scale"), ("int4(scale=1)", "names no integer type"),
    ("int8()", "does not end"),
    ("int8(scale=1", "does not end"), ("int8(zero-point=1)", "has no scale"),
    ("int8(scale=0)", "the scale '0'"), ("int8(scale=1/3)", "the scale '1/3'"),
    (
      "int8(scale=1,zero-point=128)",
      "the zero point '128'; that of int8 is one of its codes, -128 to 127"
    ),
    ("uint8(scale=1,zero-point=-1)", "0 to 255"),
    ("int8(scale=1,zero-point=0.5)", "the zero point '0.5'"),
    ("int8(scale=1,scale=2)", "twice"), ("int8(scale=1,zero=2)", "has 'zero=2' where"),
    ("int8(scale=1,)", "has '' where"), ("int8 (scale=1)", "names no integer type"),
  ]) func refusals(_ text: String, _ problem: String) {
    let error = #expect(throws: EndFormatError.self) { try EndFormat(quantised: text) }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test func codesAreEncodings() {
    for name in IntegerName.allCases {
      #expect(name.codes.count == 1 << name.width)
      for code in name.codes { #expect(name.code(bits: name.bits(code: code)) == code) }
    }
    #expect(IntegerName.int8.bits(code: -1) == 0xff && IntegerName.int16.bits(code: -2) == 0xfffe)
    #expect(IntegerName.int8.bits(code: 130) == 0x82 && IntegerName.uint8.bits(code: -1) == 0xff)
    #expect(
      Int8(nearest: 2.5) == 2 && Int8(nearest: 1e9) == 127 && Int8(nearest: -.infinity) == -128)
    #expect(UInt8(nearest: -1) == 0 && Int16(nearest: .nan) == 0 && UInt8(bits: 0x1ff) == 255)
    #expect(
      StoredName(rawValue: "int8") == .integer(.int8)
        && StoredName(rawValue: "float16") == .float(.float16))
    #expect(StoredName(rawValue: "int4") == nil && StoredName.all.count == 11)
    #expect(Int8(-1).hexBits == "0xff" && Int16.max.hexBits == "0x7fff")
    #expect(
      !EndFormat.isInteger("float32")
        && EndFormat(.int8, Quantisation(scale: 1.0, zeroPoint: 128)!) == nil)
  }
}
