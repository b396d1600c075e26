import FloatingPointFormats
import Scoring

/// What stands around the curves.
extension ErrorPlot {
  /// Grey where no score has an input.
  func drawUnscored(_ svg: inout SVG) {
    var skyline = Skyline()
    for span in inputs.spans where span.region.profile.isEmpty {
      skyline.append(from: span.from, to: span.to, y: top)
    }
    for (from, to, ulp) in columns(scores[0]) where ulp == nil {
      skyline.append(from: from, to: to, y: top)
    }
    svg.area(skyline.area(base: base), SVG.Ink.unscored)
  }

  var hasUnscored: Bool {
    inputs.spans.contains { $0.region.profile.isEmpty || $0.region.profile.contains(nil) }
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

  /// The bounds of correct rounding and of faithfulness; one label above its line, one below, since
  /// the lines may be close.
  func drawReferences(_ svg: inout SVG) {
    for (ulp, name, shift) in [(1.0, "1 ulp", -1.5), (0.5, "½ ulp", 9.5)] {
      let y = errors.y(ulp)
      svg.line(left, y, right, y, "#555", dashed: true)
      svg.text(right + 5, y + shift, name, size: 10, .start, SVG.Ink.text)
    }
  }

  /// The values where regions meet, in two rows where they are close, and the regions' names.
  func drawInputs(_ svg: inout SVG) {
    var ends = [-Double.infinity, -Double.infinity]
    var values: [(x: Double, y: Double, text: String)] = []
    for (x, label) in inputs.edges {
      let half = SVG.width(of: label, size: 9) / 2
      guard let row = ends.firstIndex(where: { $0 + 3 < x - half }) else { continue }
      ends[row] = x + half
      values.append((x, base + 14 + 10 * Double(row), label))
    }
    svg.texts(values, size: 9, .middle, SVG.Ink.soft)
    let first = base + 29 + (ends[1] > 0 ? 10 : 0)
    let names = inputs.spans.flatMap { span in
      inputs.lines(of: span, size: 9.5).enumerated().map { i, line in
        (x: (span.from + span.to) / 2, y: first + 11 * Double(i), text: line)
      }
    }
    svg.texts(names, size: 9.5)
  }

  /// Under the title: colours of bands, or names of lines.
  func drawLegend(_ svg: inout SVG) {
    var items: [(String, String)] =
      scores.count > 1
      ? zip(ErrorPlot.lines, scores.map(\.kernel)).map { ($0, $1) }
      : Array(zip(ErrorPlot.bands, ["≤ ½ ulp", "≤ 1 ulp", "> 1 ulp"]))
    if hasUnscored { items.append((SVG.Ink.border, "not scored")) }
    if hasInfinities { items.append((ErrorPlot.infinite, "infinite")) }
    var x = left
    for (colour, name) in items {
      svg.rect(x, 27, 10, 10, colour)
      svg.text(x + 14, 36, name, size: 11, .start)
      x += 26 + SVG.width(of: name, size: 11)
    }
  }
}
