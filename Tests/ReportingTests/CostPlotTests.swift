import FloatingPointFormats
import Foundation
import Testing

@testable import Reporting

/// The picture of costs: where marks and names stand, and what they say.
@Suite struct CostPlotTests {
  private static func point(_ name: String, _ ns: Double, _ ulp: Double) -> CostPage.Point {
    CostPage.Point(kernel: name, nanoseconds: ns, ulp: ulp)
  }

  /// Errors from 1e9 up are triangles in a row that says so, infinite ones in another, and neither row is
  /// there without them.
  @Test func clamped() {
    let points = [
      Self.point("a", 1, 0.5), Self.point("large", 2, 9e15), Self.point("lost", 3, .infinity),
    ]
    let all = CostPlot(format: .float32, points: points)
    #expect(all.svg.contains(">≥ 1e9</text>") && all.svg.contains(">∞</text>"))
    #expect(all.svg.components(separatedBy: "<circle").count == 2)
    #expect(all.svg.components(separatedBy: "<path d=\"M").count >= 3)
    let marks = all.marks
    #expect(marks.map(\.isAboveAxis) == [false, true, true])
    #expect(Set(marks.map(\.y)).count == 3)
    let few = CostPlot(format: .float32, points: [points[0], Self.point("b", 2, 9e8)])
    #expect(!few.svg.contains("≥ 1e9") && !few.svg.contains("∞"))
    #expect(few.svg.components(separatedBy: "<circle").count == 3)
  }

  /// Each mark tells its kernel and figures to a pointer, whether it is named in the picture or not.
  @Test func hover() {
    let svg = CostPlot(
      format: .float32,
      points: [Self.point("a<b", 1.234, 8.27), Self.point("lost", 3, .infinity)]
    ).svg
    #expect(svg.contains("<title>a&lt;b: 1.23 ns, 8.27 ulp</title></circle>"))
    #expect(svg.contains("<title>lost: 3.00 ns, ∞ ulp</title></path>"))
    #expect(svg.hasSuffix("</svg>\n"))
  }

  /// WCAG's contrast of marks to a light and a dark ground.
  @Test(arguments: [CostPlot.bestInk, CostPlot.otherInk])
  func contrast(_ ink: SVG.Ink) {
    #expect(Contrast.of(ink.light, SVG.Ink.ground.light) >= 3)
    #expect(Contrast.of(ink.dark, SVG.Ink.ground.dark) >= 3)
  }

  /// In a crowd no name covers a mark or another name, and each stands nearest to its own mark or is tied to it.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func namesStandByTheirMarks(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let points = (0..<46).map { i in
      var p = Self.point(
        ["best", "fast", "erf", "erfc"].indices.contains(i)
          ? ["best", "fast", "erf", "erfc"][i] : "kernel-\(i)",
        pow(10, .random(in: 0...1.4, using: &random)),
        i % 9 == 8 ? .infinity : pow(10, .random(in: -0.3...12, using: &random)))
      p.isBest = i % 6 == 0
      return p
    }
    let plot = CostPlot(format: .float32, points: points)
    let (labels, marks) = (plot.labels, plot.marks)
    #expect(labels.count >= 8)
    for label in labels {
      let name = label.mark.point.kernel
      for mark in marks {
        let distance = label.distance(mark.x, mark.y)
        #expect(distance >= CostMark.radius, "\(name) covers \(mark.point.kernel)")
        if label.end == nil, mark.point.kernel != name {
          #expect(distance > label.distance(label.mark.x, label.mark.y), "\(name)")
        }
      }
      for other in labels where other.mark.point.kernel != name {
        #expect(
          abs(label.x - other.x) >= label.halfWidth + other.halfWidth
            || abs(label.y - other.y) >= label.halfHeight + other.halfHeight, "\(name)")
      }
    }
  }
}
