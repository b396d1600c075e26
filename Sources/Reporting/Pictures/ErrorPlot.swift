import FloatingPointFormats
import Scoring

/// The largest error over all inputs: of one score, with its worst region drawn larger below; of several
/// of the same function and format one above the other, so that none hides another.
package struct ErrorPlot {
  let scores: [Score]
  let title: String
  let inputs: InputAxis
  let panels: [ErrorPanel]
  /// The worst region, where an error in it is beyond 1 ulp.
  let zoom: ZoomPanel?

  static let left = 56.0, right = 474.0
  private static let width = SVG.usualWidth

  /// How many scores one picture may have.
  package static let most = 6

  /// - Returns: nil without a score, with more than `most`, and for scores of different functions,
  ///   formats or regions, whose axes would not be the same.
  package init?(_ scores: [Score], title: String) {
    guard let first = scores.first, scores.count <= ErrorPlot.most else { return nil }
    let axis = first.regions.map { [$0.name, $0.from, $0.to] }
    for s in scores {
      guard s.question.signature == first.question.signature, s.target == first.target,
        s.regions.map({ [$0.name, $0.from, $0.to] }) == axis
      else { return nil }
    }
    self.scores = scores
    self.title = title
    let inputs = InputAxis(
      first.regions, first.format, left: ErrorPlot.left, right: ErrorPlot.right)
    self.inputs = inputs
    let isAlone = scores.count == 1
    let height = isAlone ? 200.0 : 92
    let head = ErrorPlot.head(title, scores, inputs)
    // The dotted line has to fit, too.
    let propagated = isAlone ? Propagated.of(first) : nil
    let values =
      scores.flatMap {
        InputAxis($0.regions, $0.format, left: 0, right: 1).spans.flatMap(\.columns)
      }
      .compactMap { $0 } + (propagated?.regions.flatMap { $0.map(\.ulp) } ?? [])
    panels = scores.enumerated().map { i, s in
      let top = head + 22 + (height + 32) * Double(i)
      return ErrorPanel(
        score: s,
        inputs: InputAxis(s.regions, s.format, left: ErrorPlot.left, right: ErrorPlot.right),
        errors: LogAxis(
          values, floor: isAlone ? -2 : -1, least: 1, base: top + height, top: top),
        propagated: propagated, isAlone: isAlone)
    }
    zoom = isAlone ? ZoomPanel(first, inputs) : nil
  }

  /// Where the panels begin, below title and legend.
  private static func head(_ title: String, _ scores: [Score], _ inputs: InputAxis) -> Double {
    let lines = SVG.lines(title, width: width - 24, size: SVG.titleSize).count
    let legend = Legend(ErrorPanel.legend(scores, inputs), left: 12, right: width - 12)
    return 24 + (SVG.titleSize + 3) * Double(lines) + legend.height
  }

  /// What stands below the last panel.
  var axis: AxisLabels { AxisLabels(inputs: inputs, base: panels.last?.errors.base ?? 0) }

  /// The picture: text that depends on the scores alone.
  package var svg: String {
    let axis = axis
    let notes = SVG.lines(note, width: ErrorPlot.width - 24, size: SVG.least).count
    let end = axis.end + 15 * Double(notes)
    let height = end + (zoom == nil ? 0 : ZoomPanel.height) + 6
    var svg = SVG(height: height, title: title)
    let y = svg.paragraph(
      title, x: 12, y: 22, width: ErrorPlot.width - 24, size: SVG.titleSize, .text, bold: true)
    Legend(ErrorPanel.legend(scores, inputs), left: 12, right: ErrorPlot.width - 12)
      .draw(&svg, y: y + 2)
    for panel in panels { panel.draw(&svg) }
    axis.draw(&svg)
    svg.paragraph(note, x: 12, y: axis.end + 6, width: ErrorPlot.width - 24)
    zoom?.draw(&svg, top: end + 30)
    return svg.document
  }

  private var note: String {
    let isCoarse = scores.contains { $0.regions.allSatisfy { $0.profile.isEmpty } }
    return InputAxis.note + (isCoarse ? " Each region has only its largest error." : "")
  }
}
