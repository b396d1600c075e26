import FloatingPointFormats
import Scoring

/// The largest error over all inputs: of one score as a filled curve, of several of the same
/// function and format as lines over each other.
package struct ErrorPlot {
  let scores: [Score]
  let title: String
  let inputs: InputAxis
  let errors: LogAxis
  /// The largest errors of all columns.
  let values: [Double]

  let left = 52.0, right = 788.0, width = 840.0
  let top = 58.0, base = 260.0

  /// Colours that colour-blind eyes tell apart (Okabe and Ito 2008, Color Universal Design).
  static let lines = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#a87b00", "#56b4e9"]
  /// Up to ½ ulp, up to 1, beyond.
  static let bands = ["#a9c9e6", "#f0b63c", "#c4452f"]

  /// How many scores can be told apart in one picture.
  package static let most = lines.count

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
    inputs = InputAxis(first.regions, first.format, left: left, right: right)
    values = scores.flatMap { $0.regions.flatMap(\.profile) }.compactMap { $0 }
    // Lines are compared where they are above ½ ulp; below it they only cover each other.
    let floor = scores.count == 1 ? -2.0 : -1
    errors = LogAxis(values, floor: floor, least: 1, base: base, top: top)
  }

  /// The picture: text that depends on the scores alone.
  package var svg: String {
    let names = names
    let height = (names.map(\.y).max() ?? base) + 12
    var svg = SVG(width: width, height: height, title: title)
    drawEmptyColumns(&svg)
    drawGrid(&svg)
    if scores.count == 1 {
      drawBands(scores[0], &svg)
      drawReferences(&svg)
      drawPropagated(scores[0], &svg)
    } else {
      drawReferences(&svg)
      drawLines(&svg)
    }
    svg.texts(edgeLabels, size: 9, .middle, SVG.Ink.soft)
    svg.texts(names, size: 9.5)
    drawInfinities(&svg)
    if scores.count == 1 { drawMarks(scores[0], &svg) }
    if !values.contains(where: { $0 > 0.01 }) {
      svg.text((left + right) / 2, errors.y(0.07), "no error above 0.01 ulp", size: 12)
    }
    svg.text(left, 18, title, size: 13, .start, bold: true)
    drawLegend(&svg)
    return svg.document
  }

  /// Every column of a score, where it is drawn; without a value where no finite error is known.
  func columns(_ s: Score) -> [(from: Double, to: Double, ulp: Double?)] {
    zip(s.regions, inputs.spans).flatMap { region, span in
      region.profile.indices.map { i in
        let (from, to) = span.column(i)
        return (from, to, region.profile[i])
      }
    }
  }

  /// A score's columns, neighbours joined to the largest error in both until they are `pixels` broad.
  private func joinedColumns(
    _ s: Score, pixels: Double
  ) -> [(from: Double, to: Double, ulp: Double?)] {
    zip(s.regions, inputs.spans).flatMap { region, span in
      let count = region.profile.count
      let joined = max(1, Int(pixels * Double(count) / span.width))
      return stride(from: 0, to: count, by: joined).map { start in
        let end = min(start + joined, count)
        return (
          span.column(start).from, span.column(end - 1).to,
          region.profile[start..<end].compactMap { $0 }.max()
        )
      }
    }
  }

  /// Three areas, each up to its own bound, so that what is beyond ½ and 1 ulp stands out.
  private func drawBands(_ s: Score, _ svg: inout SVG) {
    for (bound, colour) in zip([Double.infinity, 1, 0.5], ErrorPlot.bands.reversed()) {
      let below = bound == .infinity ? 1 : bound == 1 ? 0.5 : 0
      var skyline = Skyline()
      for (from, to, ulp) in joinedColumns(s, pixels: 2) {
        guard let ulp else { continue }
        let y = errors.y(min(ulp, bound))
        // A line's width for what was scored and is below the axis.
        skyline.append(
          from: from, to: to, y: below == 0 ? min(y, base - 1) : ulp > below ? y : base)
      }
      svg.area(skyline.area(base: base), colour)
    }
  }

  /// The first line is the broadest, so that it is seen under those that coincide with it. Columns
  /// narrower than three pixels are joined, to their largest error, so that no line hides another by
  /// its ripple.
  private func drawLines(_ svg: inout SVG) {
    for (i, s) in scores.enumerated() {
      var skyline = Skyline()
      for (from, to, ulp) in joinedColumns(s, pixels: 3) {
        guard let ulp else { continue }
        skyline.append(from: from, to: to, y: errors.y(ulp))
      }
      let after = Double(scores.count - 1 - i)
      svg.stroke(skyline.edge, ErrorPlot.lines[i], width: 1.3 + 0.7 * after)
    }
  }
}
