import Foundation
import Scoring
import Testing

@testable import Reporting

@Suite struct HistogramPlotTests {
  /// As a scorer gives them: only bins in use.
  private func bins(_ exponents: [Int]) -> [HistogramBin] {
    let far = exponents.map { k in
      let from = Double(sign: .plus, exponent: k, significand: 1)
      return HistogramBin(from: from, to: from * 2, count: k + 1)
    }
    return far.reversed().map { HistogramBin(from: -$0.to, to: -$0.from, count: $0.count) }
      + [
        HistogramBin(from: -0.125, to: 0.125, count: 7),
        HistogramBin(from: 0.5, to: 0.625, count: 3),
      ]
      + far
  }

  @Test(arguments: [[], [0, 3], [0, 10, 70, 900, 1023], Array(0...1023)])
  func noOutputIsLost(_ exponents: [Int]) {
    let filled = bins(exponents).filling
    #expect(filled.map(\.count).reduce(0, +) == bins(exponents).map(\.count).reduce(0, +))
    #expect(filled.count < 160 && filled.count >= 5)
    for (a, b) in zip(filled, filled.dropFirst()) { #expect(a.to == b.from) }
    for edge in [-0.125, 0.125, 0.5] { #expect(filled.contains { $0.from == edge }) }
  }

  @Test func oneSidedAndEmpty() {
    #expect([HistogramBin]().filling.isEmpty)
    let one = [HistogramBin(from: 2, to: 4, count: 1)].filling
    #expect(one.first?.from == -0.125 && one.last?.to == 4 && one.map(\.count).reduce(0, +) == 1)
  }

  @Test func picturesHoldForAnyHistogram() {
    var score = Fixture().score
    for exponents in [[], [0, 3], Array(0...1023)] {
      score.histogram = bins(exponents)
      let svg = HistogramPlot(score: score).svg
      #expect(Checks.badPictures(["a.svg": svg]) == [])
      #expect(svg.contains(">-0.5<") == !exponents.isEmpty)
      #expect(svg.contains(">0.5<") || exponents.count > 99, "where there is room for both")
    }
    score.histogram = []
    #expect(HistogramPlot(score: score).svg.contains("no finite error"))
    score.histogram = [HistogramBin(from: -0.125, to: 0.125, count: 1)]
    #expect(HistogramPlot(score: score).svg.contains("<path d=\"M56.5"), "one output is seen")
  }

  /// Where bars begin to span factors is marked, and said.
  @Test func theSwitchToFactorsIsMarked() throws {
    var score = Fixture().score
    score.histogram = bins([0, 3])
    let svg = HistogramPlot(score: score).svg
    #expect(svg.contains("differ by a factor of 2.") && svg.contains(SVG.Dash.dotted.rawValue))
    let dotted = try #require(
      svg.split(separator: "\n").first { $0.contains(SVG.Dash.dotted.rawValue) })
    #expect(dotted.count { $0 == "M" } == 2, "at -1 and at 1")
    for exponents in [[0, 1023], Array(0...1023)] {
      score.histogram = bins(exponents)
      #expect(HistogramPlot(score: score).svg.contains("factor of 32768."))
    }
    score.histogram = [HistogramBin(from: -0.125, to: 0.125, count: 1)]
    #expect(!HistogramPlot(score: score).svg.contains(SVG.Dash.dotted.rawValue))
  }
}
