import FloatingPointFormats
import Scoring
import Verdicts

/// One score's largest errors over the inputs, as areas that change colour at ½ and at 1 ulp.
struct ErrorPanel {
  let score: Score
  let inputs: InputAxis
  let errors: LogAxis
  /// What a rounded input costs; nil where it is not drawn.
  let propagated: Propagated?
  /// Whether the picture is of this score only; else it says which kernel's the panel is.
  let isAlone: Bool

  static let bands: [SVG.Ink] = [.half, .one, .beyond]

  private var left: Double { ErrorPlot.left }
  private var right: Double { ErrorPlot.right }

  func draw(_ svg: inout SVG) {
    drawEmptyColumns(&svg)
    drawGrid(&svg)
    ErrorPanel.drawBands(columns, errors, &svg)
    drawReferences(&svg)
    drawPropagated(&svg)
    drawInfinities(&svg)
    drawMark(&svg)
    if !isAlone {
      svg.text(left, errors.top - 8, "\(score.kernel): \(score.largest)", .start, bold: true)
    }
    if !columns.contains(where: { ($0.ulp ?? 0) > 0.01 }) {
      svg.text((left + right) / 2, errors.y(0.07), "no error above 0.01 ulp")
    }
  }

  typealias Column = (from: Double, to: Double, ulp: Double?)

  /// Every column, where it is drawn; without a value where no finite error is known.
  var columns: [Column] {
    inputs.spans.flatMap { span in
      span.columns.enumerated().map { i, ulp in
        let (from, to) = span.column(i)
        return (from, to, ulp)
      }
    }
  }

  /// Three areas, each up to its own bound, so that what is beyond ½ and 1 ulp stands out.
  static func drawBands(_ columns: [Column], _ errors: LogAxis, _ svg: inout SVG) {
    for (bound, ink) in zip([Double.infinity, 1, 0.5], ErrorPanel.bands.reversed()) {
      let below = bound == .infinity ? 1 : bound == 1 ? 0.5 : 0
      var skyline = Skyline()
      for (from, to, ulp) in Skyline.joined(columns, pixels: 2) {
        guard let ulp else { continue }
        let y = errors.y(min(ulp, bound))
        // A line's width for what was scored and is below the axis.
        skyline.append(
          from: from, to: to,
          y: below == 0 ? min(y, errors.base - 1) : ulp > below ? y : errors.base)
      }
      svg.area(skyline.area(base: errors.base), ink)
    }
  }

  private func drawGrid(_ svg: inout SVG) {
    errors.drawGrid(left: left, right: right, unit: "ulp", &svg)
    svg.lines(
      inputs.edges.map { ($0.x, errors.top, $0.x, errors.base + 4) }
        + [(left, errors.base, right, errors.base)], .border)
  }

  /// The bounds of correct rounding and of faithfulness; one label above its line, one below, since
  /// the lines may be close.
  private func drawReferences(_ svg: inout SVG) {
    for (ulp, name, shift) in [(1.0, "1 ulp", -1.5), (0.5, "½ ulp", 11)] {
      let y = errors.y(ulp)
      svg.line(left, y, right, y, .soft, dashed: true)
      svg.text(right + 5, y + shift, name, .start)
    }
  }

  /// The error that inputs have from before: no kernel's fault.
  private func drawPropagated(_ svg: inout SVG) {
    guard let propagated else { return }
    let lines = propagated.regions.map { region in
      region.compactMap { point in
        inputs.x(hex: point.input).map { (x: $0, y: errors.y(point.ulp)) }
      }
    }
    // The ground behind it keeps it apart from the areas.
    svg.polylines(lines, .ground, width: 3)
    svg.polylines(lines, .text, width: 1.4, .dotted)
  }

  /// Infinite errors are off any scale: a bar above the upper edge, with its sign.
  private func drawInfinities(_ svg: inout SVG) {
    var skyline = Skyline()
    var labels: [Double] = []
    for (from, to, ulp) in columns where ulp?.isInfinite == true {
      let middle = (from + to) / 2
      let broad = max(to - from, 2) / 2
      skyline.append(from: middle - broad, to: middle + broad, y: errors.top - 5)
      if middle - (labels.last ?? 0) > 18 { labels.append(middle) }
    }
    svg.area(skyline.area(base: errors.top), .infinite)
    for x in labels where isAlone {
      svg.text(x, errors.top - 7, "∞", size: 13, .middle, .infinite, bold: true)
    }
  }

  /// A ring at the largest error, with its size and input where the panel does not name them above.
  private func drawMark(_ svg: inout SVG) {
    guard score.maxUlp.isFinite, score.maxUlp > 0, let x = inputs.x(hex: score.maxUlpInput) else {
      return
    }
    let y = errors.y(score.maxUlp)
    svg.circle(x, y, radius: 3.5, .text)
    guard isAlone else { return }
    let isLeft = x < (left + right) / 2
    svg.text(
      x + (isLeft ? 7 : -7), y - 5, "\(score.maximum) at \(score.place)", isLeft ? .start : .end,
      bold: true, halo: true)
  }
}
