import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring
import Verdicts

/// What accuracy costs: nanoseconds a value beside the largest error, and the kernels that nothing beats
/// in both. From measurement to measurement the times differ.
struct CostPage {
  let kernels: [KernelDescription]
  let scores: [Score]
  var costs: [KernelCost]
  /// The build that the costs were measured with, where that is known.
  var build: CostBuild?

  var pages: PageMap { PageMap(kernels) }

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

    /// `erf: 9.17 ns, 1.678e7 ulp`.
    var text: String {
      "\(kernel): \(CostPage.figure(nanoseconds)) ns, \(Figures.ulp(ulp)) ulp"
    }
  }

  /// Kernels of gelu itself, by format.
  private var points: [(FormatName, [Point])] {
    FormatName.reported.map { format in
      let all = scores.filter { s in
        s.format == format && s.target == Target(.gelu)
          && kernels.contains { $0.name == s.kernel && $0.target == Target(.gelu) }
      }.compactMap { s in
        cost(s.kernel, format).map {
          Point(kernel: s.kernel, nanoseconds: $0.nanoseconds, ulp: s.maxUlp)
        }
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

  func cost(_ kernel: String, _ format: FormatName) -> KernelCost? {
    costs.first { $0.kernel == kernel && $0.format == format }
  }

  /// A kernel's time divided by erf's in the same format; a dash where that was not timed.
  func besideErf(_ nanoseconds: Double, _ format: FormatName) -> String {
    guard let erf = cost("erf", format) else { return "–" }
    let ratio = nanoseconds / erf.nanoseconds
    return String(format: ratio < 0.095 ? "%.1g" : "%.2f", ratio)
  }

  private var markdown: String {
    let parts = ["# Accuracy and cost"] + method + [recommended].compactMap(\.self)
    let formats = points.filter { $0.1.count > 1 }.map { section($0, $1) }
    return (parts + formats + allKernels).joined(separator: "\n\n") + "\n"
  }

  /// A format's picture and the kernels that nothing beats.
  private func section(_ format: FormatName, _ points: [Point]) -> String {
    let best = points.filter(\.isBest)
    let named = points.filter { $0.isBest || $0.kernel == "erf" }.map(\.text)
    return """
      ## \(format.rawValue)

      ![Largest error and cost in \(format.rawValue): \(named.joined(separator: "; "))]\
      (plots/cost-\(format.rawValue).svg)

      No kernel of gelu is both faster and more accurate than these:

      \(Table(
        titles: ["kernel", "ns:", "× erf:", "latency, ns:", "largest ULP error:"],
        rows: best.map { p in
          [
            link(p.kernel), CostPage.figure(p.nanoseconds),
            besideErf(p.nanoseconds, format),
            CostPage.figure(cost(p.kernel, format)?.latency), Figures.ulp(p.ulp),
          ]
        }
      ).markdown)
      """
  }

  func link(_ kernel: String) -> String { "[\(kernel)](kernels/\(pages.link(kernel)))" }

  /// Nanoseconds to at most four digits; a dash for none.
  static func figure(_ nanoseconds: Double?) -> String {
    guard let ns = nanoseconds else { return "–" }
    guard ns < 100 else { return Figures.count(Int(ns.rounded())) }
    return String(format: ns < 0.1 ? "%.3f" : "%.2f", ns)
  }
}
