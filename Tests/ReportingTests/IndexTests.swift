import FloatingPointFormats
import Kernels
import Scoring
import Testing
import Verdicts

@testable import Reporting

@Suite struct ReportIndexTests {
  private func row(_ name: String, _ scores: [Score]) throws -> String {
    let kernels = scores.reduce(into: [KernelDescription]()) { all, s in
      if !all.contains(where: { $0.name == s.kernel }) {
        all.append(Fixture(kernel: s.kernel).description)
      }
    }
    let page = IndexPage(kernels: kernels, scores: scores, pictures: []).markdown
    return String(
      try #require(page.split(separator: "\n").first { $0.hasPrefix("| [\(name)]") }))
  }

  @Test func aCellHasErrorInputShareAndVerdict() throws {
    let text = try row("made-up", [Fixture().score])
    #expect(
      text.contains("[254.9](kernels/made-up.md#bfloat16-against-gelu) worst in “deep tail”<br>"))
    #expect(text.contains("76.923 % · `0xc150` |"))
    #expect(text.hasSuffix("| – | – |"))
  }

  @Test func aSampleIsMarked() throws {
    var fixture = Fixture(bound: .largestKnown)
    #expect(try row("made-up", [fixture.score]).contains("[≥ 254.9]"))
    fixture.errors = fixture.errors.map { _ in 0.25 }
    let text = try row("made-up", [fixture.score])
    #expect(text.contains("[≥ 0.25]") && text.contains("correctly rounded on the sample"))
    fixture.errors[2] = .infinity
    #expect(try row("made-up", [fixture.score]).contains("[∞]"), "no more than infinity")
  }

  @Test func aBrokenSpecialValueHasADagger() throws {
    var score = Fixture().score
    #expect(try !row("made-up", [score]).contains("†"))
    score.specials[0].ok = false
    #expect(try row("made-up", [score]).contains("worst in “deep tail” †<br>"))
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
}
