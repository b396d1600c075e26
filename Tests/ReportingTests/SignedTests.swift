import Analysis
import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Reporting

@Suite struct SignedTests {
  private func scored(_ name: String) throws -> Score {
    let kernel = try Catalogue.kernel(named: name, for: BFloat16.self)
    return try score(
      kernel, against: Oracle(kernel.description.target),
      ScoringOptions(inputs: .exhaustive, threads: 1))
  }

  /// No signed error is larger than the region's maximum over all inputs, one reaches it, and erf's lost tail
  /// lies above the truth, which is negative.
  @Test func rangesAgreeWithTheScore() throws {
    let s = try scored("erf")
    let errors = try SignedErrors.of(s, columns: 16, inputs: 8)
    #expect(errors.regions.map(\.name) == s.regions.map(\.name))
    for (region, found) in zip(s.regions, errors.regions) {
      let all = found.columns.compactMap { $0 }
      let largest = try #require(
        all.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) }.max())
      #expect(largest <= region.maxFiniteUlp * 1.00001, "\(region.name)")
      if region.maxFiniteUlp > 0.1 {
        #expect(largest >= region.maxFiniteUlp * 0.99999, "\(region.name)")
      }
    }
    let tail = try #require(errors.regions.first { $0.name == "deep tail" })
    #expect((tail.columns.compactMap { $0?.upperBound }.max() ?? 0) > 100)
    let svg = SignedPlot(errors).svg
    #expect(Checks.badPictures(["a.svg": svg]) == [] && svg.contains("linearly up to ±1 ulp"))
  }

  private func made(_ columns: [ClosedRange<Double>?]) -> SignedErrors {
    let s = Fixture().score
    return SignedErrors(
      kernel: "a", asked: s.question.asked,
      regions: s.regions.map {
        SignedErrors.Region(name: $0.name, from: $0.from, to: $0.to, columns: columns)
      }, inputsPerColumn: 8)
  }

  @Test func theAxisIsOddAndHasRoom() {
    let plot = SignedPlot(made([-0.25...0.5, -3...254, nil]))
    #expect(plot.y(0) - plot.y(1) == plot.y(-1) - plot.y(0) && plot.y(254) > 0)
    for (a, b) in zip(
      [-1000, -9, -1, -0.3, 0, 0.3, 1, 9, 1000], [-9, -1, -0.3, 0, 0.3, 1, 9, 1000])
    {
      #expect(plot.y(a) > plot.y(b))
    }
    #expect(plot.svg.contains("from -3 to 254 ulp") && plot.svg.contains("nothing tried"))
    #expect(Checks.badPictures(["a.svg": plot.svg]) == [])
    #expect(Checks.badPictures(["a.svg": SignedPlot(made([nil])).svg]) == [])
  }

  /// What a report keeps of them comes back, and the kernel's page shows them.
  @Test func pagesShowThem() throws {
    let fixture = Fixture(kernel: "erf")
    var errors = made([-0.123456...0.5, -3...254.933609, nil])
    errors.kernel = "erf"
    let kernels = Dictionary(
      uniqueKeysWithValues: FormatName.reported.map { ($0, [fixture.description]) })
    let report = try Report(kernels: kernels, scores: [fixture.score], signed: [errors])
    #expect(report.data.signed == [errors.shortened])
    for region in errors.shortened.regions {
      #expect(region.columns == [-0.1235...0.5, -3...254.9, nil])
    }
    let page = try #require(report.files["kernels/erf.md"])
    let picture = "plots/\(fixture.score.stem)-signed.svg"
    #expect(page.contains("254.9 ulp on the inputs tried](../\(picture))"))
    #expect(report.files[picture] == SignedPlot(errors.shortened).svg)
    #expect(report.files["signed.jsonl"]?.contains("\"kernel\":\"erf\"") == true)
    var store = ReportStore()
    try store.replace(["erf"], with: ReportData(entries: [], signed: [errors]))
    #expect(store.data.signed == [errors])
    try store.replace(["erf"], with: ReportData(entries: []))
    #expect(store.data.signed.isEmpty)
    let plain = try Report(kernels: kernels, scores: [fixture.score])
    #expect(plain.files["signed.jsonl"] == nil && plain.files[picture] == nil)
  }

  /// They are kept in bfloat16, of what people run first, against its own function.
  @Test func whichAreKept() throws {
    func keeps(_ name: String, _ format: FormatName, _ target: Target = Target(.gelu)) -> Bool {
      let fixture = Fixture(kernel: name, format: format)
      var score = fixture.score
      score.question = Question(target, Signature(format), inputs: .exhaustive)
      return FirstKernels.keepsSigned(score, by: fixture.description)
    }
    #expect(keeps("erf", .bfloat16) && !keeps("erf", .float32) && !keeps("made-up", .bfloat16))
    #expect(!keeps("erf", .bfloat16, Target(.silu)))
  }
}
