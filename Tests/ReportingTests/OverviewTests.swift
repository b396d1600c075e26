import Analysis
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Reporting

@Suite struct OverviewTests {
  private func pictures(_ scores: [Score]) throws -> OverviewPictures {
    try OverviewPictures(kernels: Fixture.mixedKernels, scores: scores)
  }

  @Test func everyPictureIsListedWithItsText() throws {
    let found = try pictures(Fixture.mixed)
    #expect(Set(found.files.keys) == Set(found.pictures.map(\.path)))
    #expect(found.files["plots/overview-bfloat16.svg"] != nil)
    #expect(found.files["plots/overview-float32.svg"] == nil, "one kernel is no comparison")
    #expect(Checks.badPictures(found.files) == [])
    for (path, alt) in found.pictures {
      let title = "<title>\(SVG.escaped(alt))</title>"
      #expect(found.files[path]?.contains(title) == true, "\(path)")
    }
    #expect(try pictures([]).pictures.isEmpty)
  }

  @Test func gradientsHaveTheirOwnOverview() throws {
    let scores = ["erf-backward", "best-backward"].map { name in
      Fixture(kernel: name, derivative: 1, format: .float16).score
    }
    let found = try pictures(scores)
    let alt = found.pictures.first { $0.path == "plots/overview-float16-gradient.svg" }?.alt
    #expect(
      alt == "Largest error against gelu′ in float16: 254.9 ulp at -13 (best-backward)"
        || alt == "Largest error against gelu′ in float16: 254.9 ulp at -13 (erf-backward)")
  }

  /// Kernels that coincide are both seen: each has a panel, none shares a height with another.
  @Test func noKernelHidesAnother() throws {
    let scores = ["erfc", "best"].map { Fixture(kernel: $0).score }
    let plot = try #require(ErrorPlot(scores, title: "t"))
    #expect(plot.panels.count == 2 && plot.panels[0].errors.base < plot.panels[1].errors.top)
    #expect(plot.panels[0].errors.ceiling == plot.panels[1].errors.ceiling)
    for s in scores { #expect(plot.svg.contains(">\(s.kernel): 254.9 ulp at -13<")) }
  }

  /// The first of the catalogue that computes a function is its usual kernel.
  @Test func usualKernelsAreNamed() throws {
    let kernels = ["a", "b"].map { Fixture(kernel: $0).description }
    var far = Fixture(kernel: "a", format: .float64, bound: .largestKnown)
    far.errors[3] = .infinity
    let scores = [
      Fixture(kernel: "b").score, Fixture(kernel: "a").score, far.score,
      Fixture(kernel: "a", derivative: 1).score,
    ]
    let found = FunctionErrors(kernels: kernels, scores: scores)
    #expect(found.rows.count == 1 && found.rows[0].map(\.kernel) == ["a", "a"])
    #expect(found.svg.contains(">gelu: a<") && found.svg.contains("Of float64, some or all"))
    #expect(found.svg.contains("infinite error") && found.title.contains("(a, float64)"))
    #expect(Checks.badPictures(["a.svg": found.svg]) == [])
  }

  /// Curves are those of the oracle, and a line ends where the derivative jumps.
  @Test func curvesAreExact() throws {
    let gelu = try FunctionCurves.points(.gelu, derivative: 0)
    #expect(gelu.count == 1)
    let one = try #require(gelu[0].first { $0.x == 1 })
    #expect(one.y == 0.8413447460685429)
    let step = try FunctionCurves.points(.relu, derivative: 1)
    #expect(step.map { $0.map(\.y).max() } == [0, 1] && step[0].allSatisfy { $0.y == 0 })
    #expect(try FunctionCurves.points(.hardswish, derivative: 1).count == 3)
  }

  /// Points that the line passes by are left out, and no other.
  @Test func straightLinesTakeTwoPoints() {
    func height(_ x: Double) -> Double { x < 20 ? 3 : x * x / 9 }
    let line = (0...40).map { (x: Double($0), y: height(Double($0))) }
    let short = line.straightened
    #expect(short.count < 30 && short.first?.x == 0 && short.last?.x == 40)
    for (a, b) in zip(short, short.dropFirst()) {
      for p in line where a.x < p.x && p.x < b.x {
        let slope: Double = (b.y - a.y) / (b.x - a.x)
        let y: Double = a.y + slope * (p.x - a.x)
        #expect(abs(y - p.y) < 0.1)
      }
    }
  }
}
