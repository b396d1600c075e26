import Analysis
import FloatingPointFormats
import Foundation
import Scoring

/// Signed errors over the inputs: in each column a bar from the least to the largest. The vertical axis is
/// linear up to ±1 ulp and logarithmic beyond, and says so.
struct SignedPlot {
  let errors: SignedErrors
  private let inputs: InputAxis
  private let top: Double
  private let reach: Int

  private static let half = 110.0
  private var middle: Double { top + SignedPlot.half }

  init(_ errors: SignedErrors) {
    self.errors = errors
    inputs = InputAxis(
      errors.regions.map {
        RegionScore(name: $0.name, from: $0.from, to: $0.to, columns: $0.columns)
      },
      errors.asked.signature.input, left: ErrorPlot.left, right: ErrorPlot.right)
    let largest =
      errors.regions.flatMap(\.columns).compactMap { $0 }
      .map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) }.max() ?? 1
    // In powers of ten: as many as there are, one at least.
    reach = max(1, Int(log10(max(largest, 1)).rounded(.up)))
    let lines = SVG.lines(
      SignedPlot.title(errors), width: SVG.usualWidth - 24, size: SVG.titleSize)
    top = 38 + (SVG.titleSize + 3) * Double(lines.count) + SignedPlot.legend.height
  }

  private static let legend = Legend(
    [
      .init(name: "above the truth", ink: .second), .init(name: "below the truth", ink: .third),
      .init(name: "NaN, infinity, or nothing tried", ink: .grid, look: .edged(.border, .dashed)),
    ], left: 12, right: SVG.usualWidth - 12)

  static func title(_ errors: SignedErrors) -> String {
    let all = errors.regions.flatMap(\.columns).compactMap { $0 }
    let range =
      all.map(\.lowerBound).min().flatMap { low in
        all.map(\.upperBound).max().map { high in
          ", from \(SignedPlot.figure(low)) to \(SignedPlot.figure(high)) ulp"
        }
      } ?? ""
    return "\(errors.kernel), \(errors.asked.signature): signed error against "
      + "\(errors.asked.target.symbol)\(range) on the inputs tried"
  }

  private static func figure(_ x: Double) -> String { String(format: "%.4g", x) }

  /// Where a signed error is drawn: ±1 takes a third of each half.
  func y(_ e: Double) -> Double {
    let m = min(e.magnitude, pow(10, Double(reach)))
    let part = m <= 1 ? m / 3 : 1 / 3 + 2 / 3 * log10(m) / Double(reach)
    return middle - (e < 0 ? -1 : 1) * SignedPlot.half * part
  }

  var svg: String {
    let title = SignedPlot.title(errors)
    let note = note
    let notes = Double(SVG.lines(note, width: SVG.usualWidth - 24, size: SVG.least).count)
    let axis = AxisLabels(inputs: inputs, base: middle + SignedPlot.half)
    var svg = SVG(height: axis.end + 14 + 15 * notes, title: title)
    let y = svg.paragraph(
      title, x: 12, y: 22, width: SVG.usualWidth - 24, size: SVG.titleSize, .text, bold: true)
    SignedPlot.legend.draw(&svg, y: y + 2)
    drawGrid(&svg)
    drawBars(&svg)
    axis.draw(&svg)
    svg.paragraph(note, x: 12, y: axis.end + 6, width: SVG.usualWidth - 24)
    return svg.document
  }

  private var note: String {
    "Up to \(errors.inputsPerColumn) evenly spaced inputs in each column, and the worst of each region. "
      + "The error is drawn linearly up to ±1 ulp (dashed), in powers of ten beyond. "
      + InputAxis.note
  }

  private func drawGrid(_ svg: inout SVG) {
    let (left, right) = (ErrorPlot.left, ErrorPlot.right)
    let ticks = ticks
    svg.lines(ticks.map { (left, y($0.value), right, y($0.value)) }, .grid)
    let labels = ticks.map { (x: left - 6, y: y($0.value) + 4, text: $0.text) }
    svg.texts(labels + [(x: left - 6, y: top - 10, text: "ulp")], .end, .soft)
    for bound in [1.0, -1] { svg.line(left, y(bound), right, y(bound), .soft, dashed: true) }
    svg.lines(
      inputs.edges.map { ($0.x, top, $0.x, middle + SignedPlot.half + 4) }
        + [(left, middle, right, middle)], .border)
  }

  /// Zero, ±1, and as many powers of ten on either side as have room.
  private var ticks: [(value: Double, text: String)] {
    let step = LogAxis.step(decade: SignedPlot.half * 2 / 3 / Double(reach))
    var ticks = [(value: 0.0, text: "0")]
    for n in 0...reach where n % step == 0 {
      ticks.append((LogAxis.power(n), LogAxis.label(n)))
      ticks.append((-LogAxis.power(n), "-" + LogAxis.label(n)))
    }
    return ticks
  }

  private func drawBars(_ svg: inout SVG) {
    var (above, below, none) = (Skyline(), "", Skyline())
    for (span, region) in zip(inputs.spans, errors.regions) {
      for (i, range) in region.columns.enumerated() {
        let (from, to) = span.column(i)
        guard let range else {
          none.append(from: from, to: to, y: top)
          continue
        }
        above.append(from: from, to: to, y: min(middle, y(max(0, range.upperBound))))
        let depth = y(min(0, range.lowerBound)) - middle
        if SVG.tenths(depth) > 0 {
          below +=
            "M\(SVG.number(from)) \(SVG.number(middle))v\(SVG.number(depth))"
            + "h\(SVG.decimal(tenths: SVG.tenths(to) - SVG.tenths(from)))V\(SVG.number(middle))z"
        }
      }
    }
    let base = middle + SignedPlot.half
    svg.area(none.area(base: base), .grid)
    svg.stroke(none.area(base: base), .border, width: 1, .dashed)
    svg.area(above.area(base: middle), .second)
    svg.area(below, .third)
  }
}

extension RegionScore {
  /// A region without a score, for an axis.
  fileprivate init(name: String, from: String, to: String, columns: [ClosedRange<Double>?]) {
    self.init(
      name: name, from: from, to: to, count: 1, maxUlp: 0, maxUlpInput: "", maxFiniteUlp: 0,
      maxFiniteUlpInput: "", meanUlp: 0, correctlyRounded: 0, profile: columns.map { _ in 0 })
  }
}
