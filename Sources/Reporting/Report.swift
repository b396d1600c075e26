import Analysis
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring

/// A whole report: Markdown, pictures and scores, as text by path. The same scores give the same
/// bytes; what differs from run to run stands in environment.json alone, which `write` adds.
///
/// `README.md` is the index, `kernels/` has a page for each formula, `plots/` the pictures of its usual
/// variant, `scores/` every score.
package struct Report: Sendable {
  /// Text by path in the report's folder.
  package let files: [String: String]
  /// What it is of.
  let kernels: [KernelDescription]
  let scores: [Score]
  let index: IndexPage

  /// The first line of the index: what tells a report's folder from any other.
  static let title = "# Accuracy of GELU kernels"

  /// - Parameters:
  ///   - kernels: the kernels of each format, in the order in which they are listed. Pages say how
  ///     each format evaluates a kernel; all else is that of its first description.
  ///   - scores: of those kernels, against their own functions and others; at most one for each
  ///     kernel, format and function. Scores of kernels that are not listed are left out.
  ///   - structures: of those kernels, one for each format at most.
  /// - Throws: where a score cannot be encoded.
  package init(
    kernels: [FormatName: [KernelDescription]], scores: [Score], splits: [ErrorSplit] = [],
    costs: [KernelCost] = [], structures: [Structure] = []
  ) throws {
    let each = FormatName.reported.flatMap { format in (kernels[format] ?? []).map { (format, $0) }
    }
    var order: [KernelDescription] = []
    for (_, kernel) in each where !order.contains(where: { $0.name == kernel.name }) {
      order.append(kernel)
    }
    let arithmetics = Dictionary(grouping: each.filter { !$0.1.arithmetic.isEmpty }) { $0.1.name }
    try self.init(order, scores, splits, costs, structures) { name in
      (arithmetics[name] ?? []).map { (format: $0.0, arithmetic: $0.1.arithmetic) }
    }
  }

  /// Descriptions that hold in every format.
  package init(kernels: [KernelDescription], scores: [Score]) throws {
    try self.init(
      kernels: Dictionary(uniqueKeysWithValues: FormatName.reported.map { ($0, kernels) }),
      scores: scores)
  }

  private init(
    _ kernels: [KernelDescription], _ scores: [Score], _ splits: [ErrorSplit],
    _ costs: [KernelCost], _ structures: [Structure],
    arithmetics: (String) -> [(format: FormatName, arithmetic: String)]
  ) throws {
    var files: [String: String] = [:]
    let pages = PageMap(kernels)
    for kernel in pages.heads {
      let own = scores.filter { $0.kernel == kernel.name }
      let variants = pages.variants(of: kernel)
      let others = scores.filter { s in variants.contains { $0.name == s.kernel } }
      files["kernels/\(kernel.name).md"] =
        KernelPage(
          kernel: kernel, arithmetics: arithmetics(kernel.name), scores: own,
          splits: splits.filter { $0.kernel == kernel.name },
          structures: structures.filter { $0.kernel == kernel.name },
          variants: variants.isEmpty
            ? nil : VariantTable(kernels: variants, scores: others, structures: structures)
        ).markdown
      for score in own {
        let pictures = Pictures(of: score, by: kernel)
        if pictures.hasErrors {
          files["plots/\(score.stem).svg"] = ErrorPlot([score], title: score.errorTitle)?.svg
        }
        if pictures.hasHistogram {
          files["plots/\(score.stem)-histogram.svg"] = HistogramPlot(score: score).svg
        }
        let isOwn = score.target == kernel.target
        files["scores/\(score.stem).json"] = try Report.json(isOwn ? score : score.summarized)
      }
      for score in others {
        files["scores/\(score.stem).json"] = try Report.json(score.summarized)
      }
    }
    var pictures: [(path: String, title: String)] = []
    for format in [FormatName.bfloat16, .float32] {
      guard let overview = Report.overview(of: scores, in: format) else { continue }
      let path = "plots/overview-\(format.rawValue).svg"
      files[path] = overview.svg
      pictures.append((path, overview.title))
    }
    if !costs.isEmpty {
      files.merge(CostPage(kernels: kernels, scores: scores, costs: costs).files) { $1 }
    }
    var others: [(String, String)] = costs.isEmpty ? [] : [("Accuracy and cost", "cost.md")]
    if !costs.isEmpty,
      let repairs = RepairsPage(pages: pages, scores: scores, costs: costs).markdown
    {
      files["repairs.md"] = repairs
      others.append(("Repairs of the usual formulas", "repairs.md"))
    }
    index = IndexPage(kernels: kernels, scores: scores, pictures: pictures, others: others)
    files["README.md"] = index.markdown
    self.files = files
    self.kernels = kernels
    self.scores = scores.filter { s in kernels.contains { $0.name == s.kernel } }
  }

  /// Why the usual formulas differ, in one picture: the tail under 1 + erf and 1 + tanh, under erfc,
  /// and done right.
  private static func overview(of scores: [Score], in format: FormatName) -> ErrorPlot? {
    let some = ["tanh", "erf", "erfc", "best"].compactMap { name in
      scores.first {
        $0.kernel == name && $0.format == format && $0.target == Target(.gelu)
      }
    }
    guard some.count > 1 else { return nil }
    return ErrorPlot(some, title: overviewTitle(format))
  }

  static func overviewTitle(_ format: FormatName) -> String {
    "Largest error against gelu in \(format.rawValue)"
  }

  /// The score without the columns of its plots, which the pictures show.
  private static func json(_ score: Score) throws -> String {
    var score = score
    for i in score.regions.indices { score.regions[i].profile = [] }
    let text = String(decoding: try JSONEncoder.suite.encode(score), as: UTF8.self)
    return text.withInnermostObjectsOnOneLine + "\n"
  }
}
