import FloatingPointFormats
import Foundation
import Scoring
import Testing
import Verdicts

@testable import Reporting

@Suite struct PlotTests {
  private func plot(_ score: Score) throws -> ErrorPlot {
    try #require(ErrorPlot([score], title: "t"))
  }

  @Test func heightsAreLogarithmicAndStayInside() {
    let axis = LogAxis([3, 250, .infinity], floor: -2, least: 1, base: 300, top: 50)
    #expect(axis.ceiling == 3 && axis.y(0.01) == 300 && axis.y(1000) == 50 && axis.y(1) == 200)
    #expect(axis.y(0) == 300 && axis.y(1e-9) == 300 && axis.y(.infinity) == 50)
    #expect(axis.ticks == [-2, -1, 0, 1, 2, 3])
    let tall = LogAxis([1e300], floor: -2, least: 1, base: 300, top: 50)
    #expect(tall.ticks.count < 16 && tall.ticks.contains(0))
    #expect(LogAxis([], floor: -2, least: 1, base: 300, top: 50).ceiling == 1)
  }

  /// Inputs stand in their region, in order, and evenly by encodings.
  @Test(arguments: FormatName.reported) func inputsStandWhereTheyBelong(_ format: FormatName) throws
  {
    let score = Fixture(format: format).score
    let axis = InputAxis(score.regions, format, left: 50, right: 800)
    #expect(axis.spans.first?.from == 50 && abs((axis.spans.last?.to ?? 0) - 800) < 1e-9)
    var last = 50.0
    for span in axis.spans {
      for hex in [span.region.from, span.region.to] {
        let x = try #require(axis.x(hex: hex))
        #expect(span.from <= x && x <= span.to && x >= last)
        last = x
      }
    }
    let nan = format == .float64 ? "0x7ff8000000000000" : ""
    #expect(axis.x(hex: nan) == nil)
    let one = try #require(axis.x(hex: Fixture(format: format).hex(-9)))
    let deep = axis.spans[2]
    let (from, to) = (13.0, 5.0)
    // In the binades [4, 8) and [8, 16) of the region −13 … −5, encodings are linear.
    let part = ((from - 9) / 8) / ((from - 8) / 8 + (8 - to) / 4)
    #expect(abs((one - deep.from) / deep.width - part) < 0.1)
  }

  /// No two labels of the axis lie over each other, whatever the regions are called.
  @Test(arguments: FormatName.reported) func labelsDoNotOverlap(_ format: FormatName) throws {
    var score = Fixture(format: format).score
    score.regions[4].name = "zero of the derivative"
    for labels in [
      try plot(score).edgeLabels.map { ($0, 9.0) }, try plot(score).names.map { ($0, 9.5) },
    ] {
      #expect(labels.count > 8)
      for (i, (a, size)) in labels.enumerated() {
        for (b, _) in labels[(i + 1)...] where abs(a.y - b.y) < 8 {
          // Half the width: three quarters of the estimate, which is for the widest of fonts.
          let room =
            0.75 * (SVG.width(of: a.text, size: size) + SVG.width(of: b.text, size: size)) / 2
          #expect(abs(a.x - b.x) >= room, "\(a.text) \(b.text)")
        }
      }
    }
  }

  /// Twice the regions in the same width: values go to a second row, and then are left out.
  @Test func crowdedValuesStillDoNotOverlap() throws {
    var score = Fixture(format: .float64).score
    score.regions = score.regions.flatMap { [$0, $0] }
    let labels = try plot(score).edgeLabels
    #expect(Set(labels.map(\.y)).count == 2)
    for row in Dictionary(grouping: labels, by: \.y).values {
      for (a, b) in zip(row, row.dropFirst()) {
        let room = (SVG.width(of: a.text, size: 9) + SVG.width(of: b.text, size: 9)) / 2
        #expect(b.x - a.x > room, "\(a.text) \(b.text)")
      }
    }
  }

  @Test func edgesAreTheRoundOnesOfTwo() {
    let labels = InputAxis(Fixture().score.regions, .bfloat16, left: 0, right: 800).edges.map(
      \.label)
    #expect(labels.first == "−3.4e38" && labels.last == "3.4e38")
    #expect(labels.contains("−5") && labels.contains("0.25") && labels.contains("−2⁻¹²"))
  }

  @Test func columnsBecomeOnePathAndKeepTheirPlaces() {
    var line = Skyline()
    line.append(from: 0, to: 1, y: 5)
    line.append(from: 1, to: 2, y: 5)
    line.append(from: 2, to: 3.25, y: 2.5)
    line.append(from: 10, to: 11, y: 7)
    #expect(line.edge == "M0 5h2v-2.5h1.3M10 7h1")
    #expect(line.area(base: 7) == "M0 7V5h2v-2.5h1.3V7z")
    #expect(Skyline().area(base: 3).isEmpty && Skyline().edge.isEmpty)
  }

  /// Whatever is large is seen: each band appears only with an error in it.
  @Test func bandsShowWhatIsThere() throws {
    var fixture = Fixture()
    func fills(_ score: Score) throws -> [Bool] {
      let svg = try plot(score).svg
      return ErrorPlot.bands.map {
        svg.contains("<path d=\"M") && svg.contains("z\" fill=\"\($0)\"")
      }
    }
    fixture.errors = fixture.errors.map { _ in 0.4 }
    #expect(try fills(fixture.score) == [true, false, false])
    fixture.errors[4] = 0.8
    #expect(try fills(fixture.score) == [true, true, false])
    fixture.errors[4] = 1.2
    #expect(try fills(fixture.score) == [true, true, true])
  }

  @Test func infinityNaNAndMissingInputsAreMarked() throws {
    let plain = try plot(Fixture().score).svg
    for word in ["∞", "infinite", "NaN", "no input scored"] { #expect(!plain.contains(word)) }
    var fixture = Fixture()
    fixture.errors[12] = .infinity
    let infinite = try plot(fixture.score).svg
    #expect(infinite.contains(">∞<") && infinite.contains(">infinite<"))
    #expect(infinite.contains("fill=\"\(ErrorPlot.infinite)\""))
    fixture.errors[12] = nil
    #expect(try plot(fixture.score).svg.contains("no input scored"))
    var score = Fixture().score
    score.classes.nanForNumber = 9
    score.regions[12].profile = score.regions[12].profile.map { _ in nil }
    #expect(try plot(score).svg.contains(">NaN<"))
    score.bound = .largestKnown
    score.regions[12].profile[0] = 0.1
    #expect(try plot(score).svg.contains("NaN, or no input scored"))
    fixture.errors = fixture.errors.map { _ in 0 }
    #expect(try plot(fixture.score).svg.contains("no error above 0.01 ulp"))
    #expect(try Checks.badPictures(["a.svg": plot(fixture.score).svg]).isEmpty)
  }

  @Test func theLargestErrorIsNamed() throws {
    #expect(try plot(Fixture().score).svg.contains("254.9 at −13<"))
    #expect(try plot(Fixture(bound: .largestKnown).score).svg.contains("≥ 254.9 at"))
  }

  @Test func onlyWhatSharesAxesIsOverlaid() throws {
    let a = Fixture().score
    let b = Fixture(kernel: "b & c").score
    let both = try #require(ErrorPlot([a, b], title: "<t>")).svg
    #expect(both.contains("b &amp; c") && both.contains("&lt;t&gt;"))
    #expect(both.contains(ErrorPlot.lines[0]) && both.contains(ErrorPlot.lines[1]))
    #expect(ErrorPlot([], title: "") == nil)
    #expect(ErrorPlot([a, Fixture(function: .silu).score], title: "") == nil)
    #expect(ErrorPlot([a, Fixture(format: .float16).score], title: "") == nil)
    var moved = b
    moved.regions[1].from = "0xc15a"
    #expect(ErrorPlot([a, moved], title: "") == nil)
    #expect(ErrorPlot(Array(repeating: a, count: ErrorPlot.most + 1), title: "") == nil)
  }
}
