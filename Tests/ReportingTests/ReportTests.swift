import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring
import Testing

@testable import Reporting

@Suite struct ReportTests {
  private func report() throws -> Report {
    try Report(kernels: Fixture.mixedKernels, scores: Fixture.mixed)
  }

  @Test func sameScoresGiveTheSameBytes() throws {
    #expect(try report().files == report().files)
  }

  @Test func hasAPageForEachKernelAndTwoPicturesForEachScore() throws {
    let files = try report().files
    let scores = Fixture.mixed
    // Against another function than the kernel's own there is no picture in 16 bits.
    let figures = files.keys.filter { $0.hasPrefix("scores") }.sorted()
    #expect(
      figures == [
        "scores.csv", "scores/gelu-derivative.jsonl", "scores/gelu-tanh.jsonl",
        "scores/gelu.jsonl",
      ])
    #expect(
      files.count == 2 + figures.count + Fixture.mixedKernels.count + 2 * scores.count - 2 + 1)
    for (stem, isOwn) in [("erf-float64-gelu", true), ("tanh-bfloat16-gelu-tanh", false)] {
      #expect((files["plots/\(stem).svg"] != nil) == isOwn)
      #expect((files["plots/\(stem)-histogram.svg"] != nil) == isOwn)
    }
    #expect(files["plots/overview-bfloat16.svg"] != nil)
    #expect(files["plots/overview-float32.svg"] == nil, "one line is no comparison")
  }

  @Test func linksLeadSomewhere() throws {
    let files = try report().files
    #expect(Checks.brokenLinks(files) == [])
    #expect(files["README.md"]?.contains("(kernels/empty+native.md#bfloat16-against-gelu)") == true)
  }

  @Test func tablesAreEven() throws { #expect(try Checks.unevenTables(report().files) == []) }

  @Test func picturesAreWellFormedAndSmall() throws {
    let faults = try Checks.badPictures(report().files)
    #expect(faults == [])
  }

  /// A formula's usual evaluation; others are rows of tables.
  @Test func aScoreTakesLittleRoom() throws {
    let bytes = try report().files.values.map(\.utf8.count).reduce(0, +)
    #expect(bytes < Fixture.mixed.count * 22_000, "\(bytes / Fixture.mixed.count) a score")
  }

  @Test func anEmptyReportIsAnIndex() throws {
    #expect(try Report(kernels: [], scores: []).files.keys.sorted() == ["README.md", "words.md"])
    let alone = try Report(kernels: [Fixture().description], scores: [])
    #expect(Checks.brokenLinks(alone.files) == [])
  }

  @Test func pagesSayHowEachFormatEvaluates() throws {
    var wide = Fixture().description
    wide.arithmetic = "float32 inside"
    let native = Fixture().description
    let report = try Report(
      kernels: [.float16: [wide], .bfloat16: [wide], .float32: [native]],
      scores: [Fixture().score])
    let page = try #require(report.files["kernels/made-up.md"])
    #expect(page.contains("float32 inside (float16, bfloat16); native (float32)."))
    #expect(page.contains("- loses the tail | all of it\n"))
    #expect(page.contains("```text\nx | y * <z> & `w`\n```"))
    let same = try Report(kernels: [native], scores: []).files["kernels/made-up.md"]
    #expect(same?.contains("**Evaluated:** native.") == true)
  }
}
