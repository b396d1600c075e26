import FloatingPointFormats
import Scoring

/// The region with the largest finite error, over the whole width, with the inputs' own values.
struct ZoomPanel {
  let region: RegionScore
  let format: FormatName
  let inputs: InputAxis

  static let height = 200.0
  private static let plot = 112.0

  /// - Returns: nil where no finite error is beyond 1 ulp, or the region has no columns.
  init?(_ score: Score, _ axis: InputAxis) {
    let worst = score.regions.max { $0.maxFiniteUlp < $1.maxFiniteUlp }
    guard let worst, worst.maxFiniteUlp > 1, worst.profile.count > 1 else { return nil }
    region = worst
    format = axis.format
    inputs = InputAxis([worst], format, left: ErrorPlot.left, right: ErrorPlot.right)
  }

  /// - Parameter top: where the panel's heading stands.
  func draw(_ svg: inout SVG, top: Double) {
    let span = inputs.spans[0]
    svg.text(12, top, "The region \(region.name), larger", .start, bold: true)
    let errors = LogAxis(
      region.profile.compactMap(\.self), floor: -1, least: 1, base: top + 24 + ZoomPanel.plot,
      top: top + 24)
    errors.drawGrid(left: span.from, right: span.to, unit: "ulp", &svg)
    let columns = span.columns.enumerated().map { i, ulp in
      (from: span.column(i).from, to: span.column(i).to, ulp: ulp)
    }
    ErrorPanel.drawBands(columns, errors, &svg)
    for ulp in [1, 0.5] {
      svg.line(span.from, errors.y(ulp), span.to, errors.y(ulp), .soft, dashed: true)
    }
    var infinite = Skyline()
    for (from, to, ulp) in columns where ulp?.isInfinite == true {
      infinite.append(from: from, to: to, y: errors.top - 5)
    }
    svg.area(infinite.area(base: errors.top), .infinite)
    svg.lines(
      ticks.map { ($0.x, errors.base, $0.x, errors.base + 4) }
        + [(span.from, errors.base, span.to, errors.base)], .border)
    svg.texts(ticks.map { ($0.x, errors.base + 17, $0.text) }, .middle, .soft)
    svg.text(
      (span.from + span.to) / 2, errors.base + 34, "input, encodings evenly spaced", .middle, .soft)
  }

  /// Inputs at equal distances in encodings, the ends among them.
  var ticks: [(x: Double, text: String)] {
    guard let from = format.ordinal(hex: region.from), let to = format.ordinal(hex: region.to)
    else { return [] }
    let span = inputs.spans[0]
    return (0...4).map { i in
      let part = Double(i) / 4
      // In parts: a region of float64 may have almost 2^64 places.
      let place = i == 4 ? to : from + Int((Double(to) - Double(from)) * part)
      return (span.from + span.width * part, inputs.label(format.value(ordinal: place)))
    }
  }
}
