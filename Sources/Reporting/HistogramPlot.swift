import Foundation
import Scoring

/// How many outputs have which signed error: counts on a logarithmic axis, bins of 1/8 ulp below 1
/// and of one binade beyond.
struct HistogramPlot {
  let score: Score

  private let width = 840.0, height = 220.0
  private let left = 58.0, right = 14.0, top = 30.0, bottom = 40.0

  /// Errors beyond this share the outermost bin.
  private static let reach = 0x1p64

  /// All bins from the first in use to the last, empty ones included.
  private var bins: [HistogramBin] {
    let far = HistogramPlot.reach
    let used = score.histogram.map { bin in
      bin.from >= far
        ? (far, 2 * far, bin.count)
        : bin.to <= -far
          ? (-2 * far, -far, bin.count)
          : (bin.from, bin.to, bin.count)
    }
    guard let first = used.first, let last = used.last else { return [] }
    return spread(
      Dictionary(used.map { ($0.0, $0.2) }, uniquingKeysWith: +), from: first.0, to: last.1)
  }

  private func spread(_ counts: [Double: Int], from first: Double, to last: Double)
    -> [HistogramBin]
  {
    let reach = max(first.magnitude, last, 1)
    var edges = (1...8).map { Double($0) / 8 }
    while let end = edges.last, end < reach { edges.append(end * 2) }
    let signed = edges.reversed().map { -$0 } + edges
    return zip(signed, signed.dropFirst()).map { a, b in
      HistogramBin(from: a, to: b, count: counts[a] ?? 0)
    }.filter { first <= $0.from && $0.to <= last }
  }

  var svg: String {
    var svg = SVG(width: width, height: height)
    svg.text(left, 16, "signed error, outputs per bin", size: 13, .start, "#111", bold: true)
    let bins = bins
    let decades = max(1, log10(Double(bins.map(\.count).max() ?? 1)).rounded(.up))
    let unit = (height - top - bottom) / decades
    for p in stride(from: 0.0, through: decades, by: decades > 6 ? 2 : 1) {
      let y = height - bottom - p * unit
      svg.line(left, y, width - right, y, "#e4e4e0")
      svg.text(
        left - 5, y + 4, p < 4 ? "\(Int(pow(10, p)))" : "1e\(Int(p))", size: 10, .end, "#555")
    }
    let step = (width - left - right) / Double(max(1, bins.count))
    let every = max(1, Int((44 / step).rounded(.up)))
    for (i, bin) in bins.enumerated() {
      let x = left + Double(i) * step
      let tall = bin.count == 0 ? 0 : max(1.5, log10(Double(bin.count)) * unit)
      let inside = bin.from >= -0.5 && bin.to <= 0.5
      if tall > 0 {
        svg.rect(
          x + 0.5, height - bottom - tall, max(0.8, step - 1), tall, inside ? "#4d9221" : "#2166ac")
      }
      if i % every == 0 {
        svg.text(x, height - bottom + 14, edge(bin.from), size: 9, .middle, "#555")
      }
    }
    if let last = bins.last, bins.count % every == 0 {
      svg.text(width - right, height - bottom + 14, edge(last.to), size: 9, .end, "#555")
    }
    svg.text((left + width) / 2, height - 6, "ulp (green: within ½)", size: 10, .middle, "#555")
    return svg.document
  }

  private func edge(_ x: Double) -> String {
    if x.magnitude < 1 { return String(format: "%.3g", x) }
    let exponent = Int(x.magnitude.exponent)
    return (x < 0 ? "−" : "") + (exponent < 10 ? "\(1 << exponent)" : "2^\(exponent)")
  }
}
