import FloatingPointFormats
import Foundation
import Scoring
import Verdicts

/// A horizontal axis of all finite inputs: every region has its share of the width, and inside it
/// the axis is linear in encodings, so that the tail and the subnormals are seen.
struct InputAxis {
  struct Span {
    let region: RegionScore
    let from, to: Double
    var width: Double { to - from }

    /// The place of a column of the region's profile.
    func column(_ i: Int) -> (from: Double, to: Double) {
      let n = Double(region.profile.count)
      return (from + width * Double(i) / n, from + width * Double(i + 1) / n)
    }
  }

  let spans: [Span]
  let format: FormatName

  init(_ regions: [RegionScore], _ format: FormatName, left: Double, right: Double) {
    let shares = regions.map { InputAxis.share($0.name) }
    let unit = (right - left) / max(shares.reduce(0, +), 1)
    var x = left
    spans = zip(regions, shares).map { region, share in
      defer { x += share * unit }
      return Span(region: region, from: x, to: x + share * unit)
    }
    self.format = format
  }

  /// Less for the stretches on which functions are all but linear or constant.
  private static func share(_ name: String) -> Double {
    switch name {
    case "rounds to −0", "rounds to x", "rounds to 1", "tiny −", "tiny +": 0.65
    default: 1
    }
  }

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

  /// To four digits, and powers of two as such where a decimal would be long.
  private func label(_ x: Double) -> String {
    let sign = x < 0 ? "−" : ""
    let m = x.magnitude
    if m.isFinite, m.significand == 1, m.exponent < -6 {
      return "\(sign)2\(InputAxis.superscript(Int(m.exponent)))"
    }
    let form = m >= 1e6 || m < 1e-3 ? "%.2g" : m >= 1000 ? "%.0f" : "%.4g"
    let text = String(format: form, m)
    return sign + text.replacing("e+0", with: "e").replacing("e+", with: "e")
  }

  static func superscript(_ n: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let magnitude = String(n.magnitude).map { digits[$0.wholeNumberValue ?? 0] }
    return (n < 0 ? "⁻" : "") + String(magnitude)
  }

  /// A region's name in lines that fit its width, a word at least in each; a sign stays with its
  /// word.
  func lines(of span: Span, size: Double) -> [String] {
    var words: [String] = []
    for word in span.region.name.split(separator: " ") {
      if word.count == 1, let last = words.popLast() {
        words.append("\(last) \(word)")
      } else {
        words.append(String(word))
      }
    }
    return words.reduce(into: []) { lines, word in
      if let last = lines.last, SVG.width(of: last + " " + word, size: size) < span.width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
  }
}
