import FloatingPointFormats
import Foundation
import Scoring

/// How many outputs have which signed error: every bin has the same width, whatever it spans, and
/// counts are on a logarithmic axis.
struct HistogramPlot {
  let score: Score

  private let left = 52.0, right = 814.0, width = 840.0
  private let top = 40.0, base = 172.0, height = 212.0

  var svg: String {
    var svg = SVG(width: width, height: height, title: score.histogramTitle)
    svg.text(left, 18, score.histogramTitle, size: 13, .start, bold: true)
    let bins = score.histogram.filling
    guard !bins.isEmpty else {
      svg.text(width / 2, (top + base) / 2, "no finite error", size: 12, .middle, SVG.Ink.soft)
      return svg.document
    }
    // From below one, so that a single output is seen.
    let counts = LogAxis(
      bins.map { Double($0.count) }, floor: -0.3, least: 1, base: base, top: top)
    drawCounts(counts, &svg)
    drawBars(bins, counts, &svg)
    drawErrors(bins, &svg)
    return svg.document
  }

  /// A path for each colour: within ½ ulp, within 1, beyond.
  private func drawBars(_ bins: [HistogramBin], _ counts: LogAxis, _ svg: inout SVG) {
    var bands = [Skyline](repeating: Skyline(), count: ErrorPlot.bands.count)
    for (i, bin) in bins.enumerated() where bin.count > 0 {
      let reach = max(bin.from.magnitude, bin.to.magnitude)
      let band = reach <= 0.5 ? 0 : reach <= 1 ? 1 : 2
      let (from, to) = (x(i, of: bins), x(i + 1, of: bins))
      let gap = to - from > 3 ? 0.5 : 0
      bands[band].append(from: from + gap, to: to - gap, y: counts.y(Double(bin.count)))
    }
    for (band, colour) in zip(bands, ErrorPlot.bands) { svg.area(band.area(base: base), colour) }
  }

  /// The left edge of a bin.
  private func x(_ i: Int, of bins: [HistogramBin]) -> Double {
    left + (right - left) * Double(i) / Double(bins.count)
  }

  private func drawCounts(_ counts: LogAxis, _ svg: inout SVG) {
    let places = counts.ticks.map { ($0, counts.y(LogAxis.power($0))) }
    svg.lines(places.map { (left, $0.1, right, $0.1) }, SVG.Ink.grid)
    let labels = places.map { (x: left - 6, y: $0.1 + 3.5, text: LogAxis.label($0.0)) }
    svg.texts(labels + [(left - 6, top - 9, "outputs")], size: 10, .end, SVG.Ink.soft)
  }

  /// The edges of bins, the most telling first, each where it has room.
  private func drawErrors(_ bins: [HistogramBin], _ svg: inout SVG) {
    let edges = bins.map(\.from) + [bins[bins.count - 1].to]
    var taken: [(span: ClosedRange<Double>, x: Double, label: String)] = []
    for i in edges.indices.sorted(by: { (rank(edges[$0]), $0) < (rank(edges[$1]), $1) }) {
      let (x, text) = (x(i, of: bins), label(edges[i]))
      let half = SVG.width(of: text, size: 9.5) / 2 + 2
      let span = x - half...x + half
      guard span.upperBound < width, !taken.contains(where: { $0.span.overlaps(span) }) else {
        continue
      }
      taken.append((span, x, text))
    }
    taken.sort { $0.x < $1.x }
    svg.lines(
      taken.map { ($0.x, base, $0.x, base + 4) } + [(left, base, right, base)], SVG.Ink.border)
    svg.texts(taken.map { ($0.x, base + 15, $0.label) }, size: 9.5, .middle, SVG.Ink.soft)
    svg.text(left, base + 33, "← output below the truth", size: 10, .start)
    svg.text((left + right) / 2, base + 33, "signed error in ulp", size: 10, .middle)
    svg.text(right, base + 33, "output above the truth →", size: 10, .end)
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
    let sign = x < 0 ? "−" : ""
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
