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
      kernel: "a", question: s.question,
      regions: s.regions.map { ($0.name, $0.from, $0.to, columns) }, inputsPerColumn: 8)
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
}
