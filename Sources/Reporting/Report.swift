import Analysis
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring

/// What was measured of some kernels, and the report that is made of it: figures, Markdown and pictures, as text
/// by path. The same scores give the same bytes; what differs from run to run stands in environment.json and
/// costs.jsonl.
///
/// `scores/`, `scores.csv` and the other `.jsonl` are the figures. From them alone come `README.md`, the index;
/// `kernels/`, a page for each formula; and `plots/`, the pictures of its usual variant.
package struct Report: Sendable {
  /// Text by path in the report's folder.
  package let files: [String: String]
  let list: KernelList
  let data: ReportData

  /// The first line of the index: what tells a report's folder from any other.
  static let title = "# Accuracy of GELU kernels"

  /// - Parameters:
  ///   - kernels: the kernels of each format, in the order in which they are listed. Pages say how
  ///     each format evaluates a kernel; all else is that of its first description.
  ///   - scores: of those kernels, against their own functions and others; at most one for each
  ///     kernel, format and function. Scores of kernels that are not listed are left out.
  ///   - structures: of those kernels, one for each format at most.
  ///   - shown: the pages that are made; nil for all.
  /// - Throws: where a score cannot be encoded.
  package init(
    kernels: [FormatName: [KernelDescription]], scores: [Score], splits: [ErrorSplit] = [],
    costs: [KernelCost] = [], structures: [Structure] = [], signed: [SignedErrors] = [],
    shown: ShownPages? = nil
  ) throws {
    list = KernelList(kernels)
    let pages = PageMap(list.all)
    let all = list.all
    let entries = scores.map { score in
      let kernel = all.first { $0.name == score.kernel }
      return ScoreFile.Entry(score: score.kept(by: kernel, pages.isHead(score.kernel)))
    }
    var store = ReportStore()
    try store.replace(
      Set(list.all.map(\.name)),
      with: ReportData(
        entries: entries, splits: splits, costs: costs,
        structures: structures.map { $0.kept(pages.isHead($0.kernel)) },
        signed: signed.map(\.shortened)))
    data = store.data
    files = store.files.filter { !$0.value.isEmpty }.merging(
      try ReportPages(list: list, data: data, shown: shown).files
    ) { $1 }
  }

  /// Descriptions that hold in every format.
  package init(kernels: [KernelDescription], scores: [Score]) throws {
    try self.init(
      kernels: Dictionary(uniqueKeysWithValues: FormatName.reported.map { ($0, kernels) }),
      scores: scores)
  }
}

extension Score {
  /// What a report keeps of it: all that its page shows. The columns of a plot stay where there is one, and a
  /// score that is a row of a table keeps no more than the row tells.
  func kept(by kernel: KernelDescription?, _ isHead: Bool) -> Score {
    let isOwn = target == kernel?.target
    var score = isHead && isOwn ? self : summarized
    if !isHead || !(isOwn || format == .float32) {
      for i in score.regions.indices { score.regions[i].profile = [] }
    }
    return score
  }
}

extension Structure {
  /// What a report keeps of it: of each rule the ranges that a page shows, and of a kernel that is a row of a
  /// table none.
  func kept(_ isHead: Bool) -> Structure {
    var structure = self
    for (i, defect) in defects.enumerated() {
      let largest = defect.ranges.sorted { $0.count > $1.count }.prefix(StructureDetails.shown)
      structure.defects[i].ranges = isHead ? Array(largest) : []
    }
    return structure
  }
}
