import FloatingPointFormats
import Foundation
import Verdicts

/// Kernels as marks: cost to the right, error upwards, both logarithmic. Errors from 1e9 up, and infinite ones,
/// have rows of their own above the axis; they would flatten the rest.
struct CostPlot {
  let format: FormatName
  let points: [CostPage.Point]

  static let (bestInk, otherInk) = (SVG.Ink.first, SVG.Ink.soft)
  static let largestDrawn = 1e9

  private let left = 58.0, right = 500.0, top = 76.0, base = 352.0
  private let largeRow = 58.0, infiniteRow = 38.0

  /// Larger errors stand in the upper rows.
  private var errors: LogAxis {
    LogAxis(
      points.map(\.ulp).filter { $0 < CostPlot.largestDrawn }, floor: -0.5, least: 1, base: base,
      top: top)
  }

  /// The powers of ten at the ends of the axis of times.
  private var ends: (from: Double, to: Double) {
    let times = points.map { log10($0.nanoseconds) }
    let from = (times.min() ?? 0).rounded(.down)
    return (from, max((times.max() ?? 1).rounded(.up), from + 1))
  }

  private func x(_ ns: Double) -> Double {
    left + (right - left) * (log10(ns) - ends.from) / (ends.to - ends.from)
  }

  private func y(_ ulp: Double, _ axis: LogAxis) -> Double {
    if !ulp.isFinite { return infiniteRow }
    return ulp < CostPlot.largestDrawn ? axis.y(ulp) : largeRow
  }

  /// The points where they are drawn.
  var marks: [CostMark] {
    let axis = errors
    return points.map { p in
      CostMark(
        point: p, x: x(p.nanoseconds), y: y(p.ulp, axis),
        isAboveAxis: p.ulp >= CostPlot.largestDrawn || !p.ulp.isFinite)
    }
  }

  /// The names of the best, and of those that a reader looks for.
  var labels: [CostLabel] {
    let names = Set(points.filter(\.isBest).map(\.kernel) + ["erf", "erfc", "best", "fast"])
    return CostLabel.placed(names, by: marks, left: left, right: right, top: 24, base: base)
  }

  var svg: String {
    let title = "Largest error and cost of gelu kernels in \(format.rawValue)"
    var svg = SVG(height: 392, title: title)
    svg.text(left, 16, title, size: 13, .start, bold: true)
    guard !points.isEmpty else { return svg.document }
    drawAxes(&svg)
    for label in labels {
      if let (x, y) = label.end {
        svg.line(label.mark.x, label.mark.y, x, y, CostPlot.otherInk)
      }
      svg.text(
        label.x, label.y + 3.5, label.mark.point.kernel, .middle,
        bold: label.mark.point.isBest, halo: true)
    }
    for mark in marks { svg.add(mark.element) }
    return svg.document
  }

  private func drawAxes(_ svg: inout SVG) {
    let axis = errors
    let rows = axis.ticks.map { (LogAxis.label($0), axis.y(LogAxis.power($0))) }
    let shown = [("∞", infiniteRow), ("≥ 1e9", largeRow)].filter { row in
      marks.contains { $0.y == row.1 }
    }
    svg.lines((rows + shown).map { (left, $0.1, right, $0.1) }, SVG.Ink.grid)
    svg.texts(
      (rows + shown).map { (left - 6, $0.1 + 3.5, $0.0) }, .end, SVG.Ink.soft)
    svg.text(left - 6, 24, "ulp", .end, SVG.Ink.soft)
    let columns = (Int(ends.from)...Int(ends.to)).map { (LogAxis.label($0), x(LogAxis.power($0))) }
    svg.lines(columns.map { ($0.1, top, $0.1, base) }, SVG.Ink.grid)
    svg.texts(columns.map { ($0.1, base + 15, $0.0) }, .middle, SVG.Ink.soft)
    svg.text((left + right) / 2, base + 32, "ns a value")
    svg.line(left, axis.y(0.5), right, axis.y(0.5), CostPlot.otherInk, dashed: true)
  }
}
