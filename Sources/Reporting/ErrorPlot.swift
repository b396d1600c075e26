import FloatingPointFormats
import Foundation
import Scoring

/// The largest error over the ordinal axis of all inputs, one or more scores of one function and
/// format over each other. Every region has its share of the width; inside it the axis is linear in
/// encodings, so that tail and subnormals are seen.
public struct ErrorPlot {
  public struct Series {
    var score: Score
    var name: String
    var colour: String
  }

  let series: [Series]
  let title: String

  private static let colours = ["#2166ac", "#d6604d", "#4d9221", "#7b3294"]
  private let width = 840.0, height = 320.0
  private let left = 58.0, right = 14.0, top = 34.0, bottom = 78.0
  private let floor = -3.0

  public init(_ scores: [Score], title: String) {
    series = zip(scores, ErrorPlot.colours).map { Series(score: $0, name: $0.kernel, colour: $1) }
    self.title = title
  }

  private var regions: [RegionScore] { series[0].score.regions }

  /// The top of the axis as a power of ten.
  private var ceiling: Double {
    let largest =
      series.flatMap { $0.score.regions.flatMap(\.profile) }
      .compactMap { $0 }.filter(\.isFinite).max() ?? 1
    return max(1, log10(max(largest, 1)).rounded(.up))
  }

  private func y(_ ulp: Double) -> Double {
    let place = ulp <= 0 ? floor : min(max(log10(ulp), floor), ceiling)
    return top + (height - top - bottom) * (ceiling - place) / (ceiling - floor)
  }

  /// Narrow shares for the stretches where nothing happens.
  private func weight(_ name: String) -> Double {
    switch name {
    case "rounds to −0", "rounds to x", "rounds to 1", "tiny −", "tiny +": 0.6
    case "around zero": 0.5
    default: 1
    }
  }

  private var spans: [(from: Double, to: Double)] {
    let weights = regions.map { weight($0.name) }
    let unit = (width - left - right) / weights.reduce(0, +)
    var x = left
    return weights.map { w in
      defer { x += w * unit }
      return (x, x + w * unit)
    }
  }

  public var svg: String {
    var svg = SVG(width: width, height: height)
    drawAxes(&svg)
    for s in series { draw(s, &svg) }
    svg.text(left, 16, title, size: 13, .start, "#111", bold: true)
    if series.count > 1 {
      var x = width - right
      for s in series.reversed() {
        svg.text(x, 16, s.name, size: 11, .end, s.colour, bold: true)
        x -= Double(s.name.count) * 7 + 14
      }
    }
    return svg.document
  }

  private func drawAxes(_ svg: inout SVG) {
    let step = ceiling - floor > 9 ? 3.0 : ceiling - floor > 6 ? 2 : 1
    for p in stride(from: floor, through: ceiling, by: step) {
      let place = y(pow(10, p))
      svg.line(left, place, width - right, place, "#e4e4e0")
      svg.text(left - 5, place + 4, label(p), size: 10, .end, "#555")
    }
    svg.text(left - 5, top - 8, "ulp", size: 10, .end, "#555")
    for (region, span) in zip(regions, spans) {
      svg.line(span.from, top, span.from, height - bottom, "#c8c8c0")
      let middle = (span.from + span.to) / 2
      for (i, word) in lines(region.name, fitting: span.to - span.from).enumerated() {
        svg.text(middle, height - bottom + 28 + 11 * Double(i), word, size: 9.5, .middle, "#333")
      }
    }
    svg.line(width - right, top, width - right, height - bottom, "#c8c8c0")
    for (region, span) in zip(regions, spans).dropFirst() {
      svg.text(span.from, height - bottom + 13, edge(region), size: 9, .middle, "#777")
    }
    for (ulp, name) in [(0.5, "½"), (1.0, "1")] {
      svg.line(left, y(ulp), width - right, y(ulp), ulp == 1 ? "#b35806" : "#999", dashed: true)
      // On either side, since their lines may lie close together.
      let place = ulp == 1 ? width - right - 2 : left + 2
      svg.text(place, y(ulp) - 3, "\(name) ulp", size: 9, ulp == 1 ? .end : .start, "#777")
    }
  }

  private func label(_ p: Double) -> String {
    switch p {
    case -3: "≤0.001"
    case -2: "0.01"
    case -1: "0.1"
    case 0: "1"
    case 1: "10"
    case 2: "100"
    case 3: "1000"
    default: "1e\(Int(p))"
    }
  }

  /// A name in lines that fit the width, a word at least in each.
  private func lines(_ name: String, fitting width: Double) -> [String] {
    let most = Int(width / 5.6)
    return name.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + word.count < most {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  /// Where the region begins, to three digits.
  private func edge(_ region: RegionScore) -> String {
    guard let x = series[0].score.format.value(hex: region.from) else { return "" }
    if x.magnitude >= 0.01 { return String(format: "%.3g", x) }
    return String(format: "%.0e", x).replacing("e-0", with: "e-")
  }

  private func draw(_ s: Series, _ svg: inout SVG) {
    var data = ""
    let base = height - bottom
    for (region, span) in zip(s.score.regions, spans) {
      let step = (span.to - span.from) / Double(max(1, region.profile.count))
      for (i, value) in region.profile.enumerated() {
        guard let value else { continue }
        let x = span.from + Double(i) * step
        if value.isInfinite {
          svg.rect(x, top - 6, max(1.5, step), 6, "#d00")
          continue
        }
        let place = y(value)
        guard base - place > 0.05 || series.count > 1 else { continue }
        data += "M\(SVG.number(x)) \(SVG.number(base))V\(SVG.number(place))"
        data += "H\(SVG.number(x + step))V\(SVG.number(base))"
      }
    }
    guard series.count > 1 else {
      svg.path(data, fill: s.colour)
      return
    }
    svg.path(outline(s), stroke: s.colour)
  }

  /// The upper edge only, where several are drawn over each other.
  private func outline(_ s: Series) -> String {
    var data = ""
    var isDown = false
    for (region, span) in zip(s.score.regions, spans) {
      let step = (span.to - span.from) / Double(max(1, region.profile.count))
      for (i, value) in region.profile.enumerated() {
        guard let value, value.isFinite else {
          isDown = false
          continue
        }
        let (x, place) = (span.from + Double(i) * step, SVG.number(y(value)))
        data += isDown ? "V\(place)" : "M\(SVG.number(x)) \(place)"
        data += "H\(SVG.number(x + step))"
        isDown = true
      }
    }
    return data
  }
}

extension FormatName {
  /// The value of bits written in hex, `0xc1580000`.
  func value(hex: String) -> Double? {
    guard let bits = UInt64(hex.dropFirst(2), radix: 16) else { return nil }
    switch self {
    case .float16: return Float16(bitPattern: UInt16(truncatingIfNeeded: bits)).double
    case .bfloat16: return BFloat16(bitPattern: UInt16(truncatingIfNeeded: bits)).double
    case .float32: return Float(bitPattern: UInt32(truncatingIfNeeded: bits)).double
    case .float64: return Double(bitPattern: bits)
    }
  }

  /// The shortest decimal of bits written in hex.
  func decimal(hex: String) -> String {
    guard let x = value(hex: hex) else { return hex }
    return switch self {
    case .float16: Float16(nearest: x).shortestDecimal
    case .bfloat16: BFloat16(nearest: x).shortestDecimal
    case .float32: Float(nearest: x).shortestDecimal
    case .float64: x.shortestDecimal
    }
  }
}
