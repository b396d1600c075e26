import FloatingPointFormats
import Scoring
import Verdicts

/// What stands around the curves.
extension ErrorPlot {
  /// What stands where a score has no finite error: in a region with inputs and no such error, and
  /// wherever every input was scored, the outputs are NaN.
  func drawEmptyColumns(_ svg: inout SVG) {
    var (unscored, nan) = (Skyline(), Skyline())
    for (i, span) in inputs.spans.enumerated() {
      let region = scores[0].regions[i]
      if region.profile.isEmpty { unscored.append(from: span.from, to: span.to, y: top) }
      for (column, ulp) in region.profile.enumerated() where ulp == nil {
        let (from, to) = span.column(column)
        if isNaN(region) {
          nan.append(from: from, to: to, y: top)
        } else {
          unscored.append(from: from, to: to, y: top)
        }
      }
    }
    svg.area(unscored.area(base: base), SVG.Ink.unscored)
    svg.area(nan.area(base: base), ErrorPlot.nan)
  }

  /// Whether the region's empty columns are NaNs.
  private func isNaN(_ region: RegionScore) -> Bool {
    let s = scores[0]
    return s.finiteInputsGivenNaN > 0 && region.count > 0
      && (s.bound == .exact || region.profile.allSatisfy { $0 == nil })
  }

  /// Names of what empty columns mean, with their colours.
  private var emptyColumns: [(String, String)] {
    guard scores.count == 1 else { return [] }
    let empty = scores[0].regions.filter { $0.profile.isEmpty || $0.profile.contains(nil) }
    let isNaN = empty.contains(where: isNaN) ? [(ErrorPlot.nan, "NaN")] : []
    let rest =
      scores[0].finiteInputsGivenNaN > 0 && scores[0].bound != .exact
      ? "NaN, or no input scored" : "no input scored"
    return isNaN + (empty.allSatisfy(self.isNaN) ? [] : [(SVG.Ink.unscored, rest)])
  }

  func drawGrid(_ svg: inout SVG) {
    let places = errors.ticks.map { ($0, errors.y(LogAxis.power($0))) }
    svg.lines(places.map { (left, $0.1, right, $0.1) }, SVG.Ink.grid)
    let labels = places.map { power, y in
      let least = Double(power) == errors.floor ? "≤ " : ""
      return (x: left - 6, y: y + 3.5, text: least + LogAxis.label(power))
    }
    svg.texts(
      labels + [(left - 6, top - 12, "ulp")], size: 10, .end, SVG.Ink.soft)
    svg.lines(
      inputs.edges.map { ($0.x, top, $0.x, base + 4) } + [(left, base, right, base)],
      SVG.Ink.border)
  }

  /// The propagated error of inputs that are off by half an ulp: no kernel's fault.
  func drawPropagated(_ score: Score, _ svg: inout SVG) {
    guard let propagated = Propagated.of(score) else { return }
    let lines = propagated.regions.map { region in
      region.compactMap { point in
        inputs.x(hex: point.input).map { (x: $0, y: errors.y(point.ulp)) }
      }
    }
    svg.dottedLines(lines + [[(right - 168, 32), (right - 146, 32)]], "#444")
    svg.text(right, 36, "of an input off by ½ ulp", size: 11, .end)
  }

  /// The bounds of correct rounding and of faithfulness; one label above its line, one below, since
  /// the lines may be close.
  func drawReferences(_ svg: inout SVG) {
    for (ulp, name, shift) in [(1.0, "1 ulp", -1.5), (0.5, "½ ulp", 9.5)] {
      let y = errors.y(ulp)
      svg.line(left, y, right, y, "#555", dashed: true)
      svg.text(right + 5, y + shift, name, size: 10, .start, SVG.Ink.text)
    }
  }

  /// The values where regions meet, in two rows where they are close.
  var edgeLabels: [(x: Double, y: Double, text: String)] {
    var ends = [-Double.infinity, -Double.infinity]
    return inputs.edges.compactMap { x, label in
      let half = SVG.width(of: label, size: 9) / 2
      guard let row = ends.firstIndex(where: { $0 + 3 < x - half }) else { return nil }
      ends[row] = x + half
      return (x, base + 14 + 10 * Double(row), label)
    }
  }

  /// The regions' names, below the values.
  var names: [(x: Double, y: Double, text: String)] {
    let first = (edgeLabels.map(\.y).max() ?? base) + 15
    return inputs.spans.flatMap { span in
      inputs.lines(of: span, size: 9.5).enumerated().map { i, line in
        ((span.from + span.to) / 2, first + 11 * Double(i), line)
      }
    }
  }

  /// Under the title: colours of bands, or names of lines.
  func drawLegend(_ svg: inout SVG) {
    var items: [(String, String)] =
      scores.count > 1
      ? zip(ErrorPlot.lines, scores.map(\.kernel)).map { ($0, $1) }
      : Array(zip(ErrorPlot.bands, ["≤ ½ ulp", "≤ 1 ulp", "> 1 ulp"]))
    items += emptyColumns
    if hasInfinities { items.append((ErrorPlot.infinite, "infinite")) }
    var x = left
    for (colour, name) in items {
      svg.rect(x, 27, 10, 10, colour)
      svg.text(x + 14, 36, name, size: 11, .start)
      x += 26 + SVG.width(of: name, size: 11)
    }
  }
}
