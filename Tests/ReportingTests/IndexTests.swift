import FloatingPointFormats
import Foundation
import Kernels
import Testing
import Verdicts

@testable import Reporting
@testable import Scoring

@Suite struct ReportIndexTests {
  private func page(_ scores: [Score], costs: [KernelCost] = [], ship: String? = nil) -> String {
    let kernels = scores.reduce(into: [KernelDescription]()) { all, s in
      if !all.contains(where: { $0.name == s.kernel }) {
        all.append(Fixture(kernel: s.kernel).description)
      }
    }
    return IndexPage(kernels: kernels, scores: scores, pictures: [], costs: costs, ship: ship)
      .markdown
  }

  private func row(_ name: String, _ scores: [Score], costs: [KernelCost] = []) throws -> String {
    let lines = page(scores, costs: costs).split(separator: "\n")
    return String(try #require(lines.first { $0.hasPrefix("| [\(name)]") }))
  }

  @Test func aCellHasErrorVerdictAndShare() throws {
    #expect(
      try row("made-up", [Fixture().score])
        == "| [made-up](kernels/made-up.md) | [254.9](kernels/made-up.md#bfloat16-against-gelu) "
        + "worst in “deep tail”<br>76.923 % right |")
    // A few wrong ones are counted.
    var score = Fixture().score
    (score.numbers, score.correctlyRounded) = (4_278_190_080, 4_278_190_074)
    #expect(try row("made-up", [score]).contains("<br>6 wrong |"))
    score.correctlyRounded = score.numbers
    #expect(try row("made-up", [score]).contains("<br>all right |"))
  }

  /// Beside the share of encodings, that of N(0,1), as far as it is certain.
  @Test func sharesAreWeighted() throws {
    func share(_ low: Double, _ high: Double, _ weights: String = "N(0,1)") throws -> Substring {
      var score = Fixture().score
      let bounds = { (low: Double, high: Double) in "{\"low\":\(low),\"high\":\(high)}" }
      let others = ["mass", "faithful", "no_number", "mean_ulp", "mean_magnitude_ulp", "mean_abs"]
      let keys = (others + ["mean_magnitude_abs"]).map { "\"\($0)\":\(bounds(0, 0))" }
      let json =
        #"{"weights":"\#(weights)","right":\#(bounds(low, high)),"# + keys.joined(separator: ",")
        + "}"
      score.weighted = try JSONDecoder.suite.decode(WeightedScore.self, from: Data(json.utf8))
      return try #require(row("made-up", [score]).firstMatch(of: /<br>(.*) \|/)?.1)
    }
    #expect(try share(0.6191, 0.6191) == "76.923 % right · N(0,1): 61.91 %")
    #expect(try share(0.61, 0.62) == "76.923 % right · N(0,1): 61.00 to 62.00 %")
    #expect(try share(0.99999, 1) == "76.923 % right · N(0,1): all but 1.0e-05")
    #expect(try share(1, 1) == "76.923 % right · N(0,1): all but less than 1e-12")
    #expect(try share(0.99999879, 1) == "76.923 % right · N(0,1): all but 1.3e-06")
    #expect(try share(0.5, 0.5, "normal(sigma=2)") == "76.923 % right")
  }

  @Test func samplesStandInColumnsOfTheirOwn() throws {
    var fixture = Fixture(bound: .largestKnown)
    let whole = Fixture(kernel: "whole").score
    let text = page([fixture.score, whole])
    #expect(text.contains("| kernel | bfloat16 | bfloat16, sample |"))
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| [") }
    #expect(rows[0].contains(") | – | [≥ 254.9]") && rows[1].hasSuffix("76.923 % right | – |"))
    #expect(!text.contains("**["), "of one of each nothing is the least")
    fixture.errors = fixture.errors.map { _ in 0.25 }
    let sample = try row("made-up", [fixture.score])
    #expect(sample.contains("[≥ 0.25]") && sample.contains("correctly rounded on the sample"))
    fixture.errors[2] = .infinity
    #expect(try row("made-up", [fixture.score]).contains("[∞]"), "no more than infinity")
    var searched = fixture.score
    searched.question.inputs = .search(count: 1000, seed: 7)
    #expect(page([searched]).contains("| kernel | bfloat16, search |"))
  }

  /// What is wrong at infinities stands beside the formats, once where it is the same in all.
  @Test func infinitiesAreApart() throws {
    var score = Fixture().score
    #expect(!page([score]).contains("at ±∞"))
    score.specials[0] = Special(input: "0xff80", expected: "0x8000", got: "0xffc0", ok: false)
    let sound = Fixture(kernel: "sound").score
    let text = page([score, sound])
    #expect(text.contains("| at ±∞ |") && text.contains("| NaN at −∞ |"))
    #expect(text.contains("right | right |"))
    let other = Fixture(format: .float16).score
    #expect(try row("made-up", [score, other]).hasSuffix("| NaN at −∞ (bfloat16) |"))
    score.specials[0].input = "0x8000"
    #expect(try row("made-up", [score]).contains("“deep tail”, 1 special value wrong<br>"))
  }

  @Test func costsStandBesideErf() throws {
    let costs = [
      KernelCost(kernel: "erf", format: .float32, nanoseconds: 8),
      KernelCost(kernel: "erf", format: .bfloat16, nanoseconds: 5),
      KernelCost(kernel: "made-up", format: .float32, nanoseconds: 2),
      KernelCost(kernel: "narrow", format: .bfloat16, nanoseconds: 10),
    ]
    let scores = ["made-up", "narrow", "unknown"].map { Fixture(kernel: $0).score }
    #expect(page(scores, costs: costs).contains("| ns, beside erf |"))
    #expect(try row("made-up", scores, costs: costs).hasSuffix("| 2 (0.25×) |"))
    #expect(try row("narrow", scores, costs: costs).hasSuffix("| 10 (2×) in bfloat16 |"))
    #expect(try row("unknown", scores, costs: costs).hasSuffix("| – |"))
    #expect(!page(scores).contains("beside erf"))
  }

  @Test func theMostAccurateIsBoldUnlessItGivesNaN() throws {
    var better = Fixture(kernel: "better")
    better.errors[2] = 3
    var score = better.score
    #expect(try row("better", [Fixture().score, score]).contains("**[40]"))
    #expect(try !row("made-up", [Fixture().score, score]).contains("**"))
    score.classes.nanForNumber = 1
    #expect(try !row("better", [Fixture().score, score]).contains("**"))
    #expect(try row("made-up", [Fixture().score, score]).contains("**[254.9]"))
  }

  /// Own functions, then others, then derivatives; variants next to their kernel.
  @Test func orderIsByFunctionThenFamily() {
    var slope = Fixture(kernel: "b-backward")
    slope.derivative = 1
    let scores =
      ["a", "b", "a+native"].map { Fixture(kernel: $0).score }
      + [Fixture(kernel: "a", function: .silu).score, slope.score]
    let kernels =
      ["a", "b", "a+native"].map { Fixture(kernel: $0).description } + [slope.description]
    let page = IndexPage(kernels: kernels, scores: scores, pictures: []).markdown
    let order =
      ["## gelu\n", "[a+native]", "[b]", "## Other kernels against silu\n"]
      + ["## Derivative of gelu\n", "[b-backward]"]
    let places = order.map { page.ranges(of: $0).last?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
  }

  /// Of many kernels, those that people run first are shown; of a family, the usual formulas, and under them what
  /// differs in arithmetic or in a constant alone.
  @Test func manyAreFolded() throws {
    let names =
      ["erf", "erf+native", "erf-0.5", "tanh", "tanh-pi6", "tanh-79", "best"]
      + (1...20).map { "other\($0)" }
    var slope = Fixture(kernel: "erf-backward")
    slope.derivative = 1
    let kernels = names.map { Fixture(kernel: $0).description } + [slope.description]
    let text = IndexPage(
      kernels: kernels, scores: names.map { Fixture(kernel: $0).score } + [slope.score],
      pictures: [("a.svg", "a")], ship: "| ship | this |"
    ).markdown
    let folds = try #require(text.range(of: "<details>")?.lowerBound)
    let open = text[..<folds]
    #expect(open.hasPrefix("\(Report.title)\n\n| ship | this |\n\n28 scores of 28 kernels. "))
    #expect(
      open.contains("| [erf](kernels/erf.md)<br>PyTorch's single values, ONNX, TensorFlow | "))
    #expect(open.split(separator: "\n").count { $0.hasPrefix("| [") } == 3)
    let parts = text[folds...].components(separatedBy: "<details>")
    try #require(parts.count == 6)
    #expect(parts[1].contains("<b>Gradients</b>") && parts[1].contains("[erf-backward]"))
    #expect(parts[2].contains("![a](a.svg)"))
    #expect(parts[3].contains("<b>gelu</b>: 24 formulas, 27 scores"))
    #expect(parts[3].contains("[tanh-pi6]") && !parts[3].contains("[erf+native]"))
    #expect(parts[4].contains("with other constants: 3 kernels"))
    for name in ["erf+native", "erf-0.5", "tanh-79"] { #expect(parts[4].contains("[\(name)]")) }
    #expect(parts[5].contains("<b>Derivative of gelu</b>: 1 formula, 1 score"))
    #expect(Checks.unevenTables(["a.md": text]) == [])
  }
}
