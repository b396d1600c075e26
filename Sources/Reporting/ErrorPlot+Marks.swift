import FloatingPointFormats
import Scoring
import Verdicts

/// What stands on top of the curves.
extension ErrorPlot {
  static let infinite = "#5b2a86"
  static let nan = "#c9b3dc"

  var hasInfinities: Bool {
    scores.contains { $0.regions.contains { $0.profile.contains(.infinity) } }
  }

  /// Infinite errors are off any scale: a bar above the upper edge, with its sign.
  func drawInfinities(_ svg: inout SVG) {
    var skyline = Skyline()
    var labels: [Double] = []
    for s in scores {
      for (from, to, ulp) in columns(s) where ulp?.isInfinite == true {
        let middle = (from + to) / 2
        let broad = max(to - from, 2) / 2
        skyline.append(from: middle - broad, to: middle + broad, y: top - 5)
        if middle - (labels.last ?? 0) > 18 { labels.append(middle) }
      }
    }
    svg.area(skyline.area(base: top), ErrorPlot.infinite)
    for x in labels { svg.text(x, top - 7, "∞", size: 12, .middle, ErrorPlot.infinite, bold: true) }
  }

  /// A ring at the largest error, with its size and input.
  func drawMarks(_ s: Score, _ svg: inout SVG) {
    if s.maxUlp.isFinite, s.maxUlp > 0, let x = inputs.x(hex: s.maxUlpInput) {
      let y = errors.y(s.maxUlp)
      svg.circle(x, y, radius: 3.5, SVG.Ink.text)
      let input = s.format.decimal(hex: s.maxUlpInput).replacing("-", with: "−")
      let label = "\(s.maximum) at \(input)"
      let isLeft = x < (left + right) / 2
      svg.text(
        x + (isLeft ? 7 : -7), y - 5, label, size: 10.5, isLeft ? .start : .end, bold: true,
        halo: true)
    }
  }
}
