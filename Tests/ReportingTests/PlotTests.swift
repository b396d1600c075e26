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
    score.regions[4].name = "zero of the derivative +"
    let axis = try plot(score).axis
    #expect(axis.edges.count > 8)
    #expect(axis.names.map(\.text).joined(separator: " ").contains("zero of the derivative +"))
    #expect(try Checks.badPictures(["a.svg": plot(score).svg]) == [])
  }

  /// Twice the regions in the same width: values go to a second row, and then are left out.
  @Test func crowdedValuesStillDoNotOverlap() throws {
    var score = Fixture(format: .float64).score
    score.regions = score.regions.flatMap { [$0, $0] }
    let labels = try plot(score).axis.edges
    #expect(Set(labels.map(\.y)).count == 2)
    for row in Dictionary(grouping: labels, by: \.y).values {
      for (a, b) in zip(row, row.dropFirst()) {
        let room =
          (SVG.width(of: a.text, size: SVG.least) + SVG.width(of: b.text, size: SVG.least)) / 2
        #expect(b.x - a.x > room, "\(a.text) \(b.text)")
      }
    }
  }

  /// Every region is as wide as the next, which the picture says.
  @Test func regionsHaveTheSameWidth() throws {
    let plot = try plot(Fixture().score)
    let widths = plot.inputs.spans.map(\.width)
    #expect(widths.allSatisfy { abs($0 - widths[0]) < 1e-9 })
    #expect(plot.svg.contains("every region has the same width"))
  }

  @Test func edgesAreTheRoundOnesOfTwo() {
    let labels = InputAxis(Fixture().score.regions, .bfloat16, left: 0, right: 800).edges.map(
      \.label)
    #expect(labels.first == "-3.4e38" && labels.last == "3.4e38")
    #expect(labels.contains("-5") && labels.contains("0.25") && labels.contains("-2⁻¹²"))
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
      return ErrorPanel.bands.map { svg.contains("z\"\($0.fill)") }
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
    #expect(infinite.contains(SVG.Ink.infinite.fill))
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
    #expect(try plot(Fixture().score).svg.contains("254.9 at -13<"))
    #expect(try plot(Fixture(bound: .largestKnown).score).svg.contains("≥ 254.9 at"))
  }

  @Test func onlyWhatSharesAxesIsOverlaid() throws {
    let a = Fixture().score
    let b = Fixture(kernel: "b & c").score
    let both = try #require(ErrorPlot([a, b], title: "<t>")).svg
    #expect(both.contains("b &amp; c") && both.contains("&lt;t&gt;"))
    #expect(both.components(separatedBy: SVG.Ink.beyond.fill).count == 4, "legend and two panels")
    #expect(ErrorPlot([], title: "") == nil)
    #expect(ErrorPlot([a, Fixture(function: .silu).score], title: "") == nil)
    #expect(ErrorPlot([a, Fixture(format: .float16).score], title: "") == nil)
    var moved = b
    moved.regions[1].from = "0xc15a"
    #expect(ErrorPlot([a, moved], title: "") == nil)
    #expect(ErrorPlot(Array(repeating: a, count: ErrorPlot.most + 1), title: "") == nil)
  }

  /// The dotted line is never cut: the axis reaches the error that inputs have from before.
  @Test func theInheritedErrorFits() throws {
    var fixture = Fixture()
    fixture.errors = fixture.errors.map { _ in 0.5 }
    let plot = try plot(fixture.score)
    let inherited = try #require(plot.panels[0].propagated?.regions.joined().map(\.ulp).max())
    let axis = plot.panels[0].errors
    #expect(
      inherited > 10 && axis.y(inherited) > axis.top && axis.y(inherited * 2) != axis.y(inherited))
    #expect(plot.svg.contains(">error inherited from a half-ulp input error<"))
  }

  /// Errors below the axis are drawn on its floor, which says so.
  @Test func theFloorIsMarked() throws {
    #expect(try plot(Fixture().score).svg.contains(">≤ 0.01<"))
  }

  /// The worst region is drawn again where an error is beyond 1 ulp, with inputs in decimals.
  @Test func theWorstRegionIsDrawnLarger() throws {
    let plot = try plot(Fixture().score)
    let zoom = try #require(plot.zoom)
    #expect(zoom.region.name == "deep tail" && plot.svg.contains("The region deep tail, larger"))
    #expect(zoom.ticks.map(\.text).first == "-13" && zoom.ticks.count == 5)
    #expect(zoom.ticks.map(\.x) == zoom.ticks.map(\.x).sorted())
    var fixture = Fixture()
    fixture.errors = fixture.errors.map { _ in 0.9 }
    #expect(try self.plot(fixture.score).zoom == nil)
  }

  /// Scores kept without columns show the largest error of each region, and say so.
  @Test func scoresWithoutColumnsAreDrawn() throws {
    var score = Fixture().score
    for i in score.regions.indices { score.regions[i].profile = [] }
    let svg = try plot(score).svg
    #expect(svg.contains("Each region has only its largest error.") && !svg.contains("no input"))
    #expect(svg.contains(SVG.Ink.beyond.fill) && Checks.badPictures(["a.svg": svg]) == [])
    #expect(try !plot(Fixture().score).svg.contains("only its largest"))
  }

  /// Heading, title and the text on a page are one, with the figure.
  @Test func theTextInAPicturesPlaceHasTheFigure() throws {
    let score = Fixture().score
    #expect(score.errorTitle == "made-up, bfloat16: largest error against gelu, 254.9 ulp at -13")
    let svg = try #require(ErrorPlot([score], title: score.errorTitle)).svg
    #expect(svg.contains("<title>\(score.errorTitle)</title>"))
    let page = KernelSection(score: score, pictures: Pictures(hasErrors: true, hasHistogram: true))
      .markdown
    #expect(
      page.contains("![\(score.errorTitle)](") && page.contains("![\(score.histogramTitle)]("))
    #expect(score.histogramTitle.hasSuffix(" % correctly rounded"))
  }
}
