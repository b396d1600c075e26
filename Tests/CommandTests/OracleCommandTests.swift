import Foundation
import Testing

/// `oracle`: the digits of the golden tables, the bits of every format, and what it says of inputs
/// that a format has not.
@Suite struct OracleCommandTests {
  private static let functions = [
    "gelu", "gelu-tanh", "gelu-sigmoid", "silu", "relu", "leaky-relu",
  ]
  private static let formats = ["float16", "bfloat16", "float32", "float64"]

  /// The rows of a golden table, hex float and decimal.
  private func golden(_ table: String) throws -> [(x: String, value: String)] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Reference/Golden/\(table).tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t") }
      .map { (String($0[0]), String($0[1])) }
  }

  /// Sign and significant digits, without point and exponent.
  private func figures(_ text: String) -> String {
    let digits = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
    return (text.hasPrefix("-") ? "-" : "") + digits
  }

  /// The usual example tensor: six functions and four formats at each of five arguments, 50 digits.
  @Test(arguments: [false, true]) func exampleTensor(_ derivative: Bool) throws {
    let run = try Run(
      ["oracle", "-3", "-1", "0", "1", "3"] + (derivative ? ["--derivative"] : []))
    #expect(run.status == 0 && run.err.isEmpty)
    let blocks = run.out.split(separator: "\n").map(String.init)
    #expect(blocks.count == 5 * 6 * 5)
    var (line, compared) = (0, 0)
    for x in [-3, -1, 0, 1, 3] {
      for function in Self.functions {
        let head = "\(function)\(derivative ? "′" : "")(\(x)) = "
        #expect(blocks[line].hasPrefix(head), "\(blocks[line])")
        let digits = figures(String(blocks[line].dropFirst(head.count)))
        let table = try golden(function + (derivative ? "-derivative" : ""))
        // The tables have −1, 0 and 1. Rounding to 50 digits may carry to the 48th.
        if let row = table.first(where: { Double($0.x) == Double(x) }) {
          let sure = digits.count < 50 ? digits : String(digits.dropLast(3))
          let isSame = figures(row.value).hasPrefix(sure) && !sure.isEmpty
          #expect(isSame || row.value == "0" && digits.isEmpty, "\(head)\(row.value)")
          compared += 1
        }
        for (i, format) in Self.formats.enumerated() {
          #expect(blocks[line + 1 + i].contains("\(format) "), "\(blocks[line + 1 + i])")
        }
        line += 5
      }
    }
    #expect(compared == 3 * 6)
  }

  /// The bits are those of the table's decimal, read by the standard library; and what is printed
  /// in three ways is one number.
  @Test(arguments: ["gelu", "gelu-tanh", "silu", "leaky-relu"]) func bits(_ function: String) throws
  {
    // Arguments that all formats have.
    let rows = try golden(function).filter { row in
      guard let x = Float(row.x), (0x1p-8...8).contains(x.magnitude) else { return false }
      return Double(x) == Double(row.x) && Float(Float16(x)) == x && x.bitPattern & 0xffff == 0
    }.prefix(20)
    try #require(rows.count >= 10)
    let run = try Run(["oracle"] + rows.map(\.x) + ["--function", function])
    var lines = run.out.split(separator: "\n").map { $0.split(separator: " ") }[...]
    for (_, decimal) in rows {
      let block = Array(lines.dropFirst().prefix(4))
      lines = lines.dropFirst(5)
      #expect(block.map { String($0[0]) } == Self.formats)
      let bits = block.map { UInt64($0[3].dropFirst(2), radix: 16) }
      #expect(bits[0] == Float16(decimal).map { UInt64($0.bitPattern) })
      #expect(bits[2] == Float(decimal).map { UInt64($0.bitPattern) })
      #expect(bits[3] == Double(decimal).map(\.bitPattern))
      // No neighbour in bfloat16 is nearer.
      let d = try #require(Double(decimal))
      let near = try #require(bits[1])
      let distances = [near - 1, near, near + 1].map {
        abs(Double(Float(bitPattern: UInt32($0 << 16))) - d)
      }
      #expect(distances[1] <= distances[0] && distances[1] <= distances[2])
      for (i, want) in [(3, Double(decimal)), (0, Float16(decimal).map { Double($0) })] {
        #expect(Double(String(block[i][2])) == want)
      }
      #expect(Double(String(block[3][1])) == Double(decimal))
      #expect(Float16(String(block[0][1])) == Float16(decimal))
    }
  }

  @Test func jsonHasTheKeysOfTheDesign() throws {
    let run = try Run(["oracle", "-3", "0.1", "--derivative", "--digits", "30", "--json", "-"])
    #expect(run.status == 0 && run.err.isEmpty)
    let all = try #require(
      JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
    #expect(all.count == 12)
    for (i, answer) in all.enumerated() {
      #expect(
        Set(answer.keys) == ["input", "function", "derivative", "digits", "value", "results"])
      #expect(answer["input"] as? String == (i < 6 ? "-3" : "0.1"))
      #expect(answer["function"] as? String == Self.functions[i % 6])
      #expect(answer["derivative"] as? Int == 1 && answer["digits"] as? Int == 30)
      #expect(answer["value"] is String)
      let results = try #require(answer["results"] as? [String: [String: Any]])
      #expect(Set(results.keys) == Set(Self.formats))
      for (format, result) in results {
        let bits = try #require(result["bits"] as? String)
        let width = ["float16": 6, "bfloat16": 6, "float32": 10, "float64": 18][format]
        #expect(bits.hasPrefix("0x") && bits.count == width && result["value"] is String)
        // 0.1 is in none of the formats, −3 in all, and that is said.
        #expect((result.count > ["value", "bits", "hex"].count) == (i >= 6), "\(format) \(result)")
      }
    }
  }

  @Test func jsonToAFile() throws {
    let files = try Files()
    let run = try Run(["oracle", "1", "--json", files.path("a.json")])
    #expect(run.status == 0 && run.out.isEmpty && run.err.isEmpty)
    let data = try Data(contentsOf: files.folder.appending(path: "a.json"))
    #expect((try JSONSerialization.jsonObject(with: data) as? [Any])?.count == 6)
  }

  /// Negative numbers are arguments wherever they stand, and keep their order.
  @Test(arguments: [
    ["-3", "1", "-0x1p-1", "--function", "relu"], ["--function", "relu", "-3", "1", "-0x1p-1"],
    ["-3", "--function", "relu", "1", "-0x1p-1"],
    ["--function", "relu", "--", "-3", "1", "-0x1p-1"],
    ["--function=relu", "-3", "1", "-0x1p-1"],
  ]) func negativeNumbers(_ arguments: [String]) throws {
    let run = try Run(["oracle"] + arguments)
    #expect(run.status == 0, "\(run.err)")
    let heads = run.out.split(separator: "\n").filter { $0.hasPrefix("relu") }
    #expect(heads == ["relu(-3) = 0", "relu(1) = 1", "relu(-0x1p-1) = 0"])
  }

  @Test func specialArguments() throws {
    let run = try Run([
      "oracle", "-inf", "-0", "-.5", "nan", "inf", "--function", "silu", "--digits", "5",
    ])
    #expect(run.status == 0 && run.err.isEmpty)
    let heads = run.out.split(separator: "\n").filter { $0.hasPrefix("silu") }
    #expect(
      heads == [
        "silu(-inf) = -0", "silu(-0) = -0", "silu(-.5) = -0.18877", "silu(nan) = nan",
        "silu(inf) = inf",
      ])
    #expect(run.out.contains("0x8000000000000000") && run.out.contains("0x7ff0000000000000"))
  }

  /// An argument that a format has not is rounded there first, and the line says to what.
  @Test func inexactArguments() throws {
    let run = try Run(["oracle", "0.1", "--function", "relu", "--digits", "20"])
    let lines = run.out.split(separator: "\n")
    #expect(lines[0] == "relu(0.1) = 0.1")
    #expect(lines.dropFirst().allSatisfy { $0.contains("nearest") })
    #expect(lines[1].contains("0x1.998p-4") && lines[4].contains("0x1.999999999999ap-4"))
    let exact = try Run(["oracle", "0.5", "--function", "relu"]).out
    #expect(!exact.contains("nearest"))
    // 1 + 2^−20 is in float32 and float64 only.
    let mixed = try Run(["oracle", "0x1.00001p+0", "--function", "relu"]).out.split(separator: "\n")
    #expect(mixed.map { $0.contains("nearest") } == [false, true, true, false, false])
  }

  /// The value is that of the argument as written, not of its rounding.
  @Test func decimalArgumentsAreExact() throws {
    let run = try Run(["oracle", "-0.1", "--function", "leaky-relu", "--derivative"])
    #expect(run.out.hasPrefix("leaky-relu′(-0.1) = 0.01\n"))
    let tiny = try Run(["oracle", "-1e-400", "--function", "leaky-relu"])
    #expect(tiny.out.hasPrefix("leaky-relu(-1e-400) = -1e-402\n"))
  }

  @Test func otherConstants() throws {
    let run = try Run([
      "oracle", "1", "--function", "gelu-sigmoid", "--scale", "1", "--digits", "30",
    ])
    let silu = try Run(["oracle", "1", "--function", "silu", "--digits", "30"])
    #expect(run.status == 0 && run.out.contains("gelu-sigmoid(scale=1)(1) = "))
    #expect(run.out.split(separator: "=").last == silu.out.split(separator: "=").last)
  }

  /// Bits as every output prints them are bits, and the answer says of what; else a line names the ways.
  @Test func bitsAsPrinted() throws {
    let run = try Run(["oracle", "0xc14ef84e", "1", "--digits", "5"])
    let lines = run.out.split(separator: "\n")
    #expect(lines[0] == "0xc14ef84e = float32 bits of -12.93562126159668")
    #expect(lines[1] == "gelu(0xc14ef84e) = -1.8325e-37" && run.status == 0 && run.err.isEmpty)
    #expect(lines.count { $0.contains("bits of") } == 1)
    let plain = try Run(["oracle", "bits:c14ef84e", "1", "--digits", "5"])
    #expect(plain.out.replacing("bits:c14ef84e", with: "0xc14ef84e") == run.out)
    let json = try Run(["oracle", "float16:0xc10a", "--function", "relu", "--json", "-"])
    #expect(json.out.contains("\"input_reading\" : \"float16 bits of -2.51953125\""))
    let four = try Run(["oracle", "0xc10a"])
    #expect(four.status == 2 && four.err.contains("write float16:0xc10a or bfloat16:0xc10a"))
    #expect(try Run(["oracle", "0xc10a", "--format", "float16", "--function", "relu"]).status == 0)
  }

  /// A tie at the last digit that only more bits than the oracle has would tell.
  static let unanswerable = "1000000.5" + String(repeating: "0", count: 20_000) + "1"

  /// An argument without an answer costs the others nothing.
  @Test(arguments: [false, true]) func oneFailureLosesNoOther(_ json: Bool) throws {
    let run = try Run(
      ["oracle", "1", Self.unanswerable, "2", "--function", "silu", "--digits", "7"]
        + (json ? ["--json", "-"] : []))
    #expect(run.status == 2)
    #expect(run.err.split(separator: "\n").count == 1 && run.err.count < 300)
    #expect(run.err.contains("7 digits of silu") && run.err.contains("(20010 characters)"))
    let both = try Run(
      ["oracle", "1", "2", "--function", "silu", "--digits", "7"] + (json ? ["--json", "-"] : []))
    #expect(both.status == 0 && both.out == run.out)
  }

  /// What the oracle once gave up on.
  @Test func ties() throws {
    for (arguments, want) in [
      (["1001.5", "--digits", "4", "--function", "gelu"], "gelu(1001.5) = 1001"),
      (["1e30", "--digits", "2000", "--function", "silu"], "silu(1e30) = 1.0000000"),
      (
        ["1e30", "--digits", "1600", "--derivative", "--function", "silu"], "silu′(1e30) = 1.00000"
      ),
      (
        ["-1e30", "--digits", "5", "--function", "silu"],
        "silu(-1e30) = -2.4827e-434294481903251827651128918887"
      ),
    ] {
      let run = try Run(["oracle"] + arguments)
      #expect(run.status == 0 && run.err.isEmpty && run.out.hasPrefix(want), "\(run.err)")
    }
  }
}
