import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring
import Verdicts

/// What accuracy costs: nanoseconds a value beside the largest error, and the kernels that nothing beats
/// in both. From run to run the times differ.
struct CostPage {
  let kernels: [KernelDescription]
  let scores: [Score]
  let costs: [KernelCost]

  private var pages: PageMap { PageMap(kernels) }

  /// The page and its pictures, by path.
  var files: [String: String] {
    var files = ["cost.md": markdown]
    for (format, points) in points where points.count > 1 {
      files["plots/cost-\(format.rawValue).svg"] =
        CostPlot(format: format, points: points).svg
    }
    return files
  }

  struct Point {
    let kernel: String
    let nanoseconds, ulp: Double
    /// No other kernel is both faster and more accurate.
    var isBest = false
  }

  /// Kernels of gelu itself, by format.
  private var points: [(FormatName, [Point])] {
    FormatName.reported.map { format in
      let all = scores.filter { s in
        s.format == format && s.target == Target(.gelu)
          && kernels.contains { $0.name == s.kernel && $0.target == Target(.gelu) }
      }.compactMap { s in
        cost(s.kernel, format).map { Point(kernel: s.kernel, nanoseconds: $0, ulp: s.maxUlp) }
      }
      return (
        format,
        all.map { p in
          var p = p
          p.isBest =
            p.ulp.isFinite
            && !all.contains {
              ($0.nanoseconds <= p.nanoseconds && $0.ulp < p.ulp)
                || ($0.nanoseconds < p.nanoseconds && $0.ulp <= p.ulp)
            }
          return p
        }.sorted { $0.nanoseconds < $1.nanoseconds }
      )
    }
  }

  /// The project's own kernels beside the formula that most frameworks have.
  private var recommended: String? {
    let rows = ["erf", "fast", "best"].compactMap { name -> [String]? in
      let own = scores.filter { $0.kernel == name && $0.target == Target(.gelu) }
      guard !own.isEmpty else { return nil }
      return ["[\(name)](kernels/\(pages.link(name)))"]
        + FormatName.reported.flatMap { format -> [String] in
          guard let s = own.first(where: { $0.format == format }) else { return ["–", "–"] }
          let wrong = s.numbers - s.correctlyRounded
          let all = s.bound == .exact ? "" : " of \(Figures.count(s.numbers))"
          return [
            cost(name, format).map { String(format: "%.1f", $0) } ?? "–",
            Figures.count(wrong) + all,
          ]
        }
    }
    guard rows.count > 1 else { return nil }
    return """
      ## Recommended, beside libm's erf formula

      Nanoseconds a value, and how many results of all finite inputs (in float64, of the sample) are \
      wrongly rounded. `fast` and `best` are also there for the tanh and sigmoid forms, SiLU, and the \
      gradients, as `fast-tanh`, `best-backward` and so on.

      \(Table(
        titles: ["kernel"]
          + FormatName.reported.flatMap { ["\($0.rawValue), ns:", "wrong:"] }, rows: rows
      ).markdown)
      """
  }

  private func cost(_ kernel: String, _ format: FormatName) -> Double? {
    costs.first { $0.kernel == kernel && $0.format == format }?.nanoseconds
  }

  private var markdown: String {
    var parts = [
      "# Accuracy and cost",
      """
      Nanoseconds a value in one thread: the least of several runs over 2^15 inputs evenly spaced on \
      [−8, 8], as Swift compiles each formula for baseline x86-64, on the processor of \
      [environment.json](environment.json). libm's calls are not vectorised. The baseline has neither \
      FMA nor F16C, so `+fma` kernels and float16 call software routines and cost up to 15 times \
      what they would elsewhere. Times differ from run to run; read only the order of magnitude.
      """,
    ]
    if let recommended { parts.append(recommended) }
    for (format, points) in points where points.count > 1 {
      let best = points.filter(\.isBest)
      parts.append("## \(format.rawValue)")
      parts.append(
        "![Largest error and cost in \(format.rawValue)](plots/cost-\(format.rawValue).svg)")
      parts.append("No kernel of gelu is both faster and more accurate than these:")
      parts.append(
        Table(
          titles: ["kernel", "ns:", "largest ULP error:"],
          rows: best.map { p in
            [
              "[\(p.kernel)](kernels/\(pages.link(p.kernel)))",
              String(format: "%.2f", p.nanoseconds),
              Figures.ulp(p.ulp),
            ]
          }
        ).markdown)
    }
    parts.append("## All kernels, ns a value")
    parts.append(
      Table(
        titles: ["kernel"] + FormatName.reported.map { $0.rawValue + ":" },
        rows: kernels.map { kernel in
          ["[\(kernel.name)](kernels/\(pages.link(kernel.name)))"]
            + FormatName.reported.map { format in
              cost(kernel.name, format).map { String(format: "%.2f", $0) } ?? "–"
            }
        }
      ).markdown)
    return parts.joined(separator: "\n\n") + "\n"
  }
}

/// Kernels as points: cost to the right, error upwards, both logarithmic.
struct CostPlot {
  let format: FormatName
  let points: [CostPage.Point]

  private let left = 52.0, right = 500.0, top = 44.0, base = 320.0

  var svg: String {
    let title = "Largest error and cost of gelu kernels in \(format.rawValue)"
    var svg = SVG(height: 360, title: title)
    svg.text(left, 18, title, size: 13, .start, bold: true)
    // Larger ones are drawn at the top: their results are lost, and they would flatten the rest.
    let errors = LogAxis(
      points.map { min($0.ulp, 1e9) }, floor: -0.5, least: 1, base: base, top: top)
    let times = points.map { log10($0.nanoseconds) }
    guard let low = times.min(), let high = times.max() else { return svg.document }
    let (from, to) = (low.rounded(.down), max(high.rounded(.up), low.rounded(.down) + 1))
    func x(_ ns: Double) -> Double { left + (right - left) * (log10(ns) - from) / (to - from) }

    let rows = errors.ticks.map { ($0, errors.y(LogAxis.power($0))) }
    svg.lines(rows.map { (left, $0.1, right, $0.1) }, SVG.Ink.grid)
    svg.texts(
      rows.map { (left - 6, $0.1 + 3.5, LogAxis.label($0.0)) } + [(left - 6, top - 12, "ulp")],
      size: 10, .end, SVG.Ink.soft)
    let columns = (Int(from)...Int(to)).map { ($0, x(LogAxis.power($0))) }
    svg.lines(columns.map { ($0.1, top, $0.1, base) }, SVG.Ink.grid)
    svg.texts(
      columns.map { ($0.1, base + 15, LogAxis.label($0.0)) }, size: 10, .middle, SVG.Ink.soft)
    svg.text((left + right) / 2, base + 32, "ns a value", size: 10)
    svg.line(left, errors.y(0.5), right, errors.y(0.5), .soft, dashed: true)

    for p in points {
      let y = p.ulp.isFinite ? errors.y(p.ulp) : top - 4
      svg.circle(x(p.nanoseconds), y, radius: 3.5, p.isBest ? .first : .border)
    }
    // The best are named, above their points, those further right higher where names would touch.
    var taken: [(ClosedRange<Double>, Double)] = []
    for p in points where p.isBest || ["erf", "erfc", "best", "fast"].contains(p.kernel) {
      let half = SVG.width(of: p.kernel, size: SVG.least) / 2
      let middle = min(max(x(p.nanoseconds), left + half), right - half)
      var y = (p.ulp.isFinite ? errors.y(p.ulp) : top - 4) - 8
      while taken.contains(where: {
        $0.0.overlaps(middle - half...middle + half) && abs($0.1 - y) < 13
      }) {
        y -= 13
      }
      taken.append((middle - half...middle + half, y))
      svg.text(middle, y, p.kernel, size: 10, .middle, bold: p.isBest, halo: true)
    }
    return svg.document
  }
}
