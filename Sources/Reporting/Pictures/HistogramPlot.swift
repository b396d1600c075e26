import FloatingPointFormats
import Foundation
import Scoring

/// How many outputs have which signed error: every bin has the same width, whatever it spans, and
/// counts are on a logarithmic axis.
struct HistogramPlot {
  let score: Score

  private let left = 56.0, right = 500.0
  private let rows: Double, top: Double, base: Double

  init(score: Score) {
    self.score = score
    let lines = SVG.lines(score.histogramTitle, width: SVG.usualWidth - 24, size: SVG.titleSize)
    rows = (SVG.titleSize + 3) * Double(lines.count)
    top = 32 + rows
    base = top + 132
  }

  var svg: String {
    let bins = score.histogram.filling
    let note = note(bins)
    let notes = SVG.lines(note, width: SVG.usualWidth - 24, size: SVG.least).count
    var svg = SVG(height: base + 62 + 15 * Double(notes), title: score.histogramTitle)
    svg.paragraph(
      score.histogramTitle, x: 12, y: 22, width: SVG.usualWidth - 24, size: SVG.titleSize, .text,
      bold: true)
    guard !bins.isEmpty else {
      svg.text(SVG.usualWidth / 2, (top + base) / 2, "no finite error", .middle, .soft)
      return svg.document
    }
    // From below one, so that a single output is seen.
    let counts = LogAxis(
      bins.map { Double($0.count) }, floor: -0.3, least: 1, base: base, top: top)
    counts.drawGrid(left: left, right: right, unit: "outputs", &svg)
    drawBars(bins, counts, &svg)
    drawSwitch(bins, &svg)
    drawErrors(bins, &svg)
    svg.paragraph(note, x: 12, y: base + 66, width: SVG.usualWidth - 24)
    return svg.document
  }

  /// What a bar spans: beyond ±1, where there are such bars, more than inside.
  private func note(_ bins: [HistogramBin]) -> String {
    guard let far = bins.first(where: { $0.from >= 1 }) ?? bins.last(where: { $0.to <= -1 }) else {
      return "A bar spans 1/8 ulp, the one around zero 1/4."
    }
    // The last bin has no end.
    let factor = max((far.to / far.from).magnitude, (far.from / far.to).magnitude)
    return
      "A bar spans 1/8 ulp up to ±1 (the dotted lines), the one around zero 1/4; beyond, errors that "
      + "differ by a factor of \(factor.isFinite ? String(format: "%.0f", factor) : "2")."
  }

  /// Where bars begin to span more than 1/8 ulp.
  private func drawSwitch(_ bins: [HistogramBin], _ svg: inout SVG) {
    var places: [Double] = []
    for (i, bin) in bins.enumerated() {
      if bin.from == 1 || bin.from == -1, i > 0 { places.append(x(i, of: bins)) }
    }
    svg.lines(places.map { ($0, top - 6, $0, base) }, .text, .dotted)
  }

  /// A path for each colour: within ½ ulp, within 1, beyond.
  private func drawBars(_ bins: [HistogramBin], _ counts: LogAxis, _ svg: inout SVG) {
    var bands = [Skyline](repeating: Skyline(), count: ErrorPanel.bands.count)
    for (i, bin) in bins.enumerated() where bin.count > 0 {
      let reach = max(bin.from.magnitude, bin.to.magnitude)
      let band = reach <= 0.5 ? 0 : reach <= 1 ? 1 : 2
      let (from, to) = (x(i, of: bins), x(i + 1, of: bins))
      let gap = to - from > 3 ? 0.5 : 0
      bands[band].append(from: from + gap, to: to - gap, y: counts.y(Double(bin.count)))
    }
    for (band, colour) in zip(bands, ErrorPanel.bands) { svg.area(band.area(base: base), colour) }
  }

  /// The left edge of a bin.
  private func x(_ i: Int, of bins: [HistogramBin]) -> Double {
    left + (right - left) * Double(i) / Double(bins.count)
  }

  /// The edges of bins, the most telling first, each where it has room.
  private func drawErrors(_ bins: [HistogramBin], _ svg: inout SVG) {
    let edges = bins.map(\.from) + [bins[bins.count - 1].to]
    var taken: [(span: ClosedRange<Double>, x: Double, label: String)] = []
    for i in edges.indices.sorted(by: { (rank(edges[$0]), $0) < (rank(edges[$1]), $1) }) {
      let (x, text) = (x(i, of: bins), label(edges[i]))
      let half = SVG.width(of: text, size: SVG.least) / 2 + 2
      let span = x - half...x + half
      guard span.upperBound < SVG.usualWidth, !taken.contains(where: { $0.span.overlaps(span) })
      else {
        continue
      }
      taken.append((span, x, text))
    }
    taken.sort { $0.x < $1.x }
    svg.lines(
      taken.map { ($0.x, base, $0.x, base + 4) } + [(left, base, right, base)], .border)
    svg.texts(taken.map { ($0.x, base + 17, $0.label) }, .middle, .soft)
    svg.text((left + right) / 2, base + 33, "signed error in ulp")
    svg.text(12, base + 49, "← output below the truth", .start)
    svg.text(SVG.usualWidth - 12, base + 49, "output above the truth →", .end)
  }

  /// ½, 1, powers of 2^8, of 2^4, of 2, quarters, eighths.
  private func rank(_ edge: Double) -> Int {
    switch edge.magnitude {
    case 0.5: 0
    case 1: 1
    case 0.25, 0.75: 5
    case ..<1: 6
    default: edge.exponent % 8 == 0 ? 2 : edge.exponent % 4 == 0 ? 3 : 4
    }
  }

  private func label(_ x: Double) -> String {
    let sign = x < 0 ? "-" : ""
    if x.magnitude < 1 { return sign + String(format: "%.3g", x.magnitude) }
    guard x.isFinite else { return sign + "∞" }
    let exponent = Int(x.magnitude.exponent)
    return sign + (exponent < 10 ? "\(1 << exponent)" : "2" + InputAxis.superscript(exponent))
  }
}

extension [HistogramBin] {
  /// No more bars than can be told apart.
  private static var most: Int { 160 }

  /// The same with the empty bins between the first and the last: eighths up to 1 with one bin around
  /// zero, then binades; several binades in one where there would be too many.
  var filling: [HistogramBin] {
    guard let first = self.first, let last = self.last else { return [] }
    for binades in 1... {
      let edges =
        Self.edges(to: -first.from, binades).reversed().map { -$0 }
        + Self.edges(to: last.to, binades)
      guard edges.count <= Self.most else { continue }
      return zip(edges, edges.dropFirst()).map { a, b in
        let inside = filter { a <= $0.from && $0.to <= b }
        return HistogramBin(from: a, to: b, count: inside.map(\.count).reduce(0, +))
      }
    }
    return []
  }

  /// The upper edges of the bins on one side, as far as `reach` or beyond; the
  /// first, 1/8, is that of the bin around zero.
  private static func edges(to reach: Double, _ binades: Int) -> [Double] {
    var edges = [0.125]
    while let end = edges.last, end < reach {
      let factor = Double(sign: .plus, exponent: binades, significand: 1)
      edges.append(end < 1 ? end + 0.125 : end * factor)
    }
    return edges
  }
}
