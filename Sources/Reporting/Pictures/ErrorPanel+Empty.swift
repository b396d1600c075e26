import Scoring

/// Columns without a finite error, and what the legend says.
extension ErrorPanel {
  /// What stands where a score has no finite error: in a region with inputs and no such error, and
  /// wherever every input was scored, the outputs are NaN.
  func drawEmptyColumns(_ svg: inout SVG) {
    var (unscored, nan) = (Skyline(), Skyline())
    for span in inputs.spans {
      for (column, ulp) in span.columns.enumerated() where ulp == nil {
        let (from, to) = span.column(column)
        if ErrorPanel.isNaN(span.region, score) {
          nan.append(from: from, to: to, y: errors.top)
        } else {
          unscored.append(from: from, to: to, y: errors.top)
        }
      }
    }
    svg.area(unscored.area(base: errors.base), .grid)
    svg.stroke(unscored.area(base: errors.base), .border, width: 1, .dashed)
    svg.area(nan.area(base: errors.base), .nan)
    svg.stroke(nan.area(base: errors.base), .infinite, width: 1)
  }

  /// Whether the region's empty columns are NaNs.
  private static func isNaN(_ region: RegionScore, _ s: Score) -> Bool {
    s.finiteInputsGivenNaN > 0 && region.count > 0
      && (s.bound == .exact || region.profile.allSatisfy { $0 == nil })
  }

  /// Colours of bands, and what else is there.
  static func legend(_ scores: [Score], _ inputs: InputAxis) -> [Legend.Item] {
    var items = zip(ErrorPanel.bands, ["≤ ½ ulp", "≤ 1 ulp", "> 1 ulp"]).map {
      Legend.Item(name: $1, ink: $0)
    }
    let spans = scores.flatMap { s in
      InputAxis(s.regions, s.format, left: 0, right: 1).spans.map { (s, $0) }
    }
    let empty = spans.filter { $0.1.columns.contains(nil) }
    if empty.contains(where: { isNaN($0.1.region, $0.0) }) {
      items.append(Legend.Item(name: "NaN", ink: .nan, look: .edged(.infinite, .none)))
    }
    if let some = empty.first(where: { !isNaN($0.1.region, $0.0) }) {
      let mayBeNaN = some.0.finiteInputsGivenNaN > 0 && some.0.bound != .exact
      items.append(
        Legend.Item(
          name: mayBeNaN ? "NaN, or no input scored" : "no input scored", ink: .grid,
          look: .edged(.border, .dashed)))
    }
    if spans.contains(where: { $0.1.columns.contains(.infinity) }) {
      items.append(Legend.Item(name: "infinite", ink: .infinite))
    }
    if scores.count == 1, Propagated.of(scores[0]) != nil {
      items.append(
        Legend.Item(
          name: "error inherited from a half-ulp input error", ink: .text, look: .line(.dotted)))
    }
    return items
  }
}
