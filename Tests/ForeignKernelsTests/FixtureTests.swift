import FloatingPointFormats
import Testing

@testable import ForeignKernels

/// Files that numpy, ml_dtypes and safetensors wrote.
@Suite struct FixtureTests {
  static let names: [(FormatName, String)] = [
    (.float16, "f2"), (.bfloat16, "bf16"), (.float32, "f4"), (.float64, "f8"),
  ]

  @Test(arguments: names)
  func everyKindOfFileGivesTheSameBits(_ format: FormatName, _ name: String) throws {
    let expected = Chosen.bits(format)
    #expect(try readBits(fixture("\(name).npy"), format) == expected)
    #expect(try readBits(fixture("\(name).safetensors"), format, tensor: "x") == expected)
    #expect(
      try readBits(fixture("\(name).safetensors"), format, tensor: "y") == expected.reversed())
    #expect(try readBits(fixture("\(name).csv"), format, tensor: "x") == expected)
    #expect(try readBits(fixture("\(name).csv"), format, tensor: "y_hex") == expected.reversed())
  }

  @Test(arguments: ["f4-3d", "f4-version-2", "f4-version-3"])
  func shapeAndVersionDoNotMatter(_ name: String) throws {
    #expect(try readBits(fixture("\(name).npy"), .float32) == Chosen.float32)
  }

  /// numpy's own file of three rows and four columns, the first index fastest.
  @Test func fortranOrder() throws {
    let expected = (0..<12).map { Chosen.float32[$0 / 4 + 3 * ($0 % 4)] }
    #expect(try readBits(fixture("f4-fortran.npy"), .float32) == expected)
  }

  @Test func otherSpellings() throws {
    #expect(try readBits(fixture("bf16-as-u2.npy"), .bfloat16) == Chosen.bfloat16)
    #expect(try readBits(fixture("f4-scalar.npy"), .float32) == [0x3f80_0000])
    #expect(try readBits(fixture("f4-empty.npy"), .float32) == [])
    #expect(try TensorReader<Float>(fixture("f4-3d.npy")).shape == [2, 3, 2])
  }

  @Test(arguments: [
    ("f4-big-endian.npy", FormatName.float32, "big-endian"),
    ("f4-structured.npy", .float32, "structured"),
    ("f4.npy", .float16, "holds float32 ('<f4'), not float16"),
    ("f2.npy", .bfloat16, "holds float16 ('<f2'), not bfloat16"),
    ("bf16.npy", .float16, "holds bfloat16 ('<V2'), not float16"),
    ("f8.npy", .float32, "holds float64"),
    ("f4.safetensors", .float64, "needs a tensor's name; it has: n, x, y"),
    ("f4.csv", .float32, "needs a column's name; it has: x_hex, y_hex"),
    ("make.py", .float32, "extension"),
    ("none.npy", .float32, "no such file"),
    ("", .float32, "extension"),
  ])
  func refusals(_ name: String, _ format: FormatName, _ says: String) {
    let text = message { _ = try readBits(fixture(name), format) }
    #expect(text?.contains(says) == true, "\(text ?? "accepted")")
  }

  @Test func refusalsWithAName() {
    let wrongType = message {
      _ = try readBits(fixture("bf16.safetensors"), .float16, tensor: "x")
    }
    #expect(wrongType?.contains("holds BF16, not float16 (F16)") == true)
    let noTensor = message { _ = try readBits(fixture("f4.safetensors"), .float32, tensor: "dy") }
    #expect(noTensor?.contains("has no tensor 'dy'; it has: n, x, y") == true)
    let wrongDigits = message { _ = try readBits(fixture("f8.csv"), .float32, tensor: "x") }
    #expect(wrongDigits?.contains("line 2: a value needs 8 hex digits, has 16") == true)
    let folder = message { _ = try readBits(testFolder, .float32, as: .raw) }
    #expect(folder?.contains("not a plain file") == true)
  }
}
