import FloatingPointFormats
import Functions
import Kernels
import Scoring
import Verdicts

/// The largest error of the usual kernel of each function: the first of the catalogue that computes it. A
/// row for each function, a mark for each format.
struct FunctionErrors {
  /// Scores of one kernel against its own function.
  let rows: [[Score]]

  static let heading = "Largest error of the usual kernel of each function"
  private let left = 176.0, right = 500.0
  private static let rowHeight = 26.0

  init(kernels: [KernelDescription], scores: [Score]) {
    var seen: Set<Target> = []
    rows = kernels.filter { $0.target.derivative == 0 && seen.insert($0.target).inserted }
      .map { kernel in scores.filter { $0.kernel == kernel.name && $0.target == kernel.target } }
      .filter { !$0.isEmpty }
  }

  /// With the worst of all.
  var title: String {
    guard let worst = rows.joined().max(by: { $0.maxUlp < $1.maxUlp }) else {
      return FunctionErrors.heading
    }
    return FunctionErrors.heading
      + ": \(worst.largest) (\(worst.kernel), \(worst.format.rawValue))"
  }

  private static let marks: [(format: FormatName, ink: SVG.Ink)] = [
    (.float16, .first), (.bfloat16, .second), (.float32, .third), (.float64, .fourth),
  ]

  var svg: String {
    let lines = SVG.lines(title, width: SVG.usualWidth - 24, size: SVG.titleSize).count
    let top = 70 + (SVG.titleSize + 3) * Double(lines)
    let base = top + FunctionErrors.rowHeight * Double(rows.count)
    var svg = SVG(height: base + 78, title: title)
    let y = svg.paragraph(
      title, x: 12, y: 22, width: SVG.usualWidth - 24, size: SVG.titleSize, .text, bold: true)
    drawLegend(&svg, y + 4)
    let axis = LogAxis(
      rows.joined().map(\.maxUlp), floor: -1, least: 1, base: -left, top: -(right - 20))
    let decade = (right - 20 - left) / (axis.ceiling - axis.floor)
    let step = LogAxis.step(decade: decade, room: 44)
    let floor = Int(axis.floor)
    // The label of the floor has more room than others need.
    let ticks = (floor...Int(axis.ceiling)).filter { n in
      n == floor || n % step == 0 && Double(n - floor) * decade >= 44
    }
    for n in ticks {
      let x = -axis.y(LogAxis.power(n))
      svg.line(x, top - 6, x, base, .grid)
      svg.text(
        x, base + 16, (Double(n) == axis.floor ? "≤ " : "") + LogAxis.label(n), .middle, .soft)
    }
    svg.text((left + right) / 2, base + 33, "largest error in ulp", .middle, .soft)
    svg.line(-axis.y(0.5), top - 6, -axis.y(0.5), base, .soft, dashed: true)
    svg.text(-axis.y(0.5), top - 10, "½ ulp", .middle, .soft)
    for (i, row) in rows.enumerated() {
      let y = top + FunctionErrors.rowHeight * (Double(i) + 0.5)
      svg.line(12, y + FunctionErrors.rowHeight / 2, right, y + FunctionErrors.rowHeight / 2, .grid)
      svg.text(12, y + 4, "\(row[0].target.symbol): \(row[0].kernel)", .start)
      for s in row {
        guard let i = FunctionErrors.marks.firstIndex(where: { $0.format == s.format }) else {
          continue
        }
        // An infinite one stands beyond the axis.
        let x = s.maxUlp.isFinite ? -axis.y(s.maxUlp) : right
        svg.mark(i, x, y, FunctionErrors.marks[i].ink)
      }
    }
    svg.paragraph(note, x: 12, y: base + 52, width: SVG.usualWidth - 24)
    return svg.document
  }

  private var note: String {
    var sentences: [String] = []
    if rows.joined().contains(where: { !$0.maxUlp.isFinite }) {
      sentences.append("A mark at the right edge is an infinite error.")
    }
    let sampled = FunctionErrors.marks.map(\.format).filter { format in
      rows.joined().contains { $0.format == format && $0.bound != .exact }
    }
    if !sampled.isEmpty {
      let names = Figures.list(sampled.map(\.rawValue))
      sentences.append("Of \(names), some or all are the largest known, over a sample.")
    }
    return sentences.joined(separator: " ")
  }

  private func drawLegend(_ svg: inout SVG, _ y: Double) {
    var x = 20.0
    for (i, (format, ink)) in FunctionErrors.marks.enumerated() {
      svg.mark(i, x, y - 4, ink)
      svg.text(x + 10, y, format.rawValue, .start)
      x += 40 + SVG.width(of: format.rawValue, size: SVG.least)
    }
  }
}

extension SVG {
  /// A mark by its shape: ring, square, triangle, cross.
  fileprivate mutating func mark(_ i: Int, _ x: Double, _ y: Double, _ ink: Ink) {
    let (a, b) = (SVG.number(x - 5), SVG.number(y - 5))
    switch i {
    case 0: circle(x, y, radius: 5, ink)
    case 1: stroke("M\(a) \(b)h10v10h-10z", ink, width: 1.6)
    case 2: stroke("M\(SVG.number(x)) \(b)l5 10h-10z", ink, width: 1.6)
    default: stroke("M\(a) \(b)l10 10m-10 0l10 -10", ink, width: 1.6)
    }
  }
}
