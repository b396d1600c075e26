import FloatingPointFormats
import Testing
import Verdicts

@testable import Reporting

@Suite struct FigureTests {
  @Test(
    arguments: [
      (0.5, "0.5"), (0.50003, "0.50003"), (0.500000024, "0.50000002"), (0.500000001, "0.500000001"),
      (0.49999998, "0.49999998"),
      (0.999996, "0.999996"), (1.0000004, "1.0000004"), (1, "1"), (0.5004, "0.5004"),
      (254.933609, "254.9"), (-0.25, "-0.25"), (0, "0"), (0.000012, "1.2e-05"),
      (999.96, "1000"), (1458.7, "1,459"), (13_215, "13,215"), (1_310_000, "1.31e+06"),
      (99_999.4, "99,999"), (99_999.6, "1e+05"), (3.5e31, "3.5e+31"), (.infinity, "∞"),
      (-.infinity, "-∞"), (.nan, "NaN"),
    ] as [(Double, String)])
  func ulpErrors(_ x: Double, _ text: String) { #expect(Figures.ulp(x) == text) }

  /// No printed number is on another side of ½ or 1 than the number.
  @Test func printedNumbersKeepTheirSide() {
    for bound in [0.5, 1.0] {
      for distance in [1e-3, 1e-5, 3e-7, 1e-8] {
        for x in [bound - distance, bound + distance] {
          let back = Double(Figures.ulp(x)) ?? bound
          #expect((back < bound) == (x < bound) && back != bound, "\(x)")
        }
      }
    }
  }

  @Test func sharesAreAllOnlyWhenAll() {
    #expect(Figures.share(99_999_999, of: 100_000_000) == "all but 1")
    #expect(Figures.share(1, of: 100_000_000) == "<0.001 %")
    #expect(Figures.share(3, of: 3) == "100 %" && Figures.share(0, of: 3) == "0 %")
    #expect(Figures.share(0, of: 0) == "–" && Figures.share(1, of: 3) == "33.333 %")
  }

  @Test func countsAndLists() {
    #expect(
      Figures.count(1_000_002 as Int) == "1,000,002" && Figures.count(UInt64.max) == "1.845e+19")
    #expect(Figures.count(1, "input") == "1 input" && Figures.count(2, "input") == "2 inputs")
    #expect(Figures.count(2, "infinity", plural: "infinities") == "2 infinities")
    #expect(Figures.list(["a"]) == "a" && Figures.list(["a", "b", "c"]) == "a, b and c")
  }

  @Test func bitsReadInTheirFormat() {
    #expect(FormatName.bfloat16.both(hex: "0xc10a") == "-8.625 `0xc10a`")
    #expect(FormatName.float16.decimal(hex: "0xfbff") == "-65504")
    #expect(FormatName.float32.decimal(hex: "0x7fc00000") == "NaN")
    #expect(FormatName.float64.decimal(hex: "0xfff0000000000000") == "-inf")
    #expect(FormatName.bfloat16.decimal(hex: "nan") == "NaN")
    #expect(FormatName.float16.ordinal(hex: "0x8001") == -1)
    #expect(FormatName.float16.ordinal(hex: "0x7e00") == nil)
    #expect(
      FormatName.float16.value(hex: "c10a") == nil && FormatName.float16.ordinal(hex: "") == nil)
  }

  @Test func tablesEscapeBarsAndAlign() {
    let table = Table(titles: ["a|b", "n:"], rows: [["c|d", "1"]])
    #expect(table.markdown == "| a\\|b | n |\n|---|---:|\n| c\\|d | 1 |")
  }

  @Test func innermostObjectsStandOnOneLine() {
    let text = "{\n  \"a\" : [\n    {\n      \"b\" : \"x  y\",\n      \"c\" : 1\n    }\n  ]\n}"
    #expect(
      text.withInnermostObjectsOnOneLine
        == "{\n\"a\":[\n{\"b\":\"x  y\",\"c\":1}\n]\n}")
    let quoted = "{\n  \"a\" : \"x \\\" { y\"\n}"
    #expect(quoted.withInnermostObjectsOnOneLine == "{\"a\":\"x \\\" { y\"}")
  }

  @Test func commandsRepeatTheScore() {
    var s = Fixture(kernel: "erf+fma", format: .float32, bound: .largestKnown).score
    #expect(
      s.command == "gelu-accuracy measure erf+fma --format float32 --function gelu "
        + "--inputs sample:13000:7 --json -")
    s.question.inputs = .search(count: 9, seed: 3)
    #expect(s.command.hasSuffix("--inputs search:count=9:3 --json -"))
    #expect(Verdict(s).sentence.contains("Largest known error"))
    s.question.inputs = .exhaustive
    s.question.flush = .dazFtz
    #expect(s.command.hasSuffix("--inputs exhaustive --flush daz+ftz --json -"))
  }
}
