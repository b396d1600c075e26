import FloatingPointFormats
import Foundation
import Scoring
import Verdicts

/// A horizontal axis of all finite inputs: every region has the same width, and inside it the axis is
/// linear in encodings, so that the tail and the subnormals are seen.
struct InputAxis {
  struct Span {
    let region: RegionScore
    let from, to: Double
    var width: Double { to - from }

    /// The largest errors of equal parts of the region; one of all where a score was kept without them.
    var columns: [Double?] {
      guard region.profile.isEmpty else { return region.profile }
      return [region.count > 0 ? region.maxUlp : nil]
    }

    /// The place of one of `columns`.
    func column(_ i: Int) -> (from: Double, to: Double) {
      let n = Double(columns.count)
      return (from + width * Double(i) / n, from + width * Double(i + 1) / n)
    }
  }

  let spans: [Span]
  let format: FormatName

  init(_ regions: [RegionScore], _ format: FormatName, left: Double, right: Double) {
    let width = (right - left) / Double(max(regions.count, 1))
    spans = regions.enumerated().map { i, region in
      Span(region: region, from: left + width * Double(i), to: left + width * Double(i + 1))
    }
    self.format = format
  }

  /// What a picture says of its axis.
  static let note =
    "Input: every region has the same width; inside one, encodings are evenly spaced."

  /// The place of an input written in bits; nil outside of the regions.
  func x(hex: String) -> Double? {
    guard let ordinal = format.ordinal(hex: hex) else { return nil }
    for span in spans {
      guard let from = format.ordinal(hex: span.region.from),
        let to = format.ordinal(hex: span.region.to), from <= ordinal, ordinal <= to
      else { continue }
      // In doubles from the start: a region may have almost 2^64 places.
      let part = (Double(ordinal) - Double(from) + 0.5) / (Double(to) - Double(from) + 1)
      return span.from + span.width * min(part, 1)
    }
    return nil
  }

  /// Where regions meet and where they end, with the values there.
  var edges: [(x: Double, label: String)] {
    guard let first = spans.first, let last = spans.last else { return [] }
    var edges = [(x: first.from, label: label(value(first.region.from)))]
    for (a, b) in zip(spans, spans.dropFirst()) {
      let (end, start) = (value(a.region.to), value(b.region.from))
      let round = label(isRounder(end, than: start) ? end : start)
      edges.append((b.from, round == edges.last?.label ? label(start) : round))
    }
    return edges + [(last.to, label(value(last.region.to)))]
  }

  private func value(_ hex: String) -> Double { format.value(hex: hex) ?? .nan }

  /// Of two neighbours, whether this one has the shorter significand: an edge is often round.
  private func isRounder(_ x: Double, than y: Double) -> Bool {
    x.bitPattern.trailingZeroBitCount > y.bitPattern.trailingZeroBitCount
  }

  /// Exactly where six digits do, else to four; powers of two as such where a decimal would be long.
  func label(_ x: Double) -> String {
    let sign = x < 0 ? "-" : ""
    let m = x.magnitude
    if m.isFinite, m.significand == 1, m.exponent < -6 {
      return "\(sign)2\(InputAxis.superscript(Int(m.exponent)))"
    }
    let short = String(format: "%.6g", m)
    if m < 1e5, m > 1e-3 || m == 0, Double(short) == m { return sign + short }
    let form = m >= 1e6 || m < 1e-3 ? "%.2g" : m >= 1000 ? "%.0f" : "%.4g"
    let text = String(format: form, m)
    return sign + text.replacing("e+0", with: "e").replacing("e+", with: "e")
  }

  static func superscript(_ n: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let magnitude = String(n.magnitude).map { digits[$0.wholeNumberValue ?? 0] }
    return (n < 0 ? "⁻" : "") + String(magnitude)
  }

  /// How long a line of a region's name may be.
  static let nameLength = 94.0

  /// A region's name in lines no longer than `nameLength`.
  func lines(of span: Span) -> [String] {
    SVG.lines(span.region.name, width: InputAxis.nameLength, size: SVG.least)
  }
}
