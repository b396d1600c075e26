import Analysis
import FloatingPointFormats
import Foundation
import Kernels
import Scoring

extension Report {
  /// Makes pages and pictures from the figures of a folder, in place.
  ///
  /// - Parameters:
  ///   - names: nil for all pages that the folder keeps, and the index. Else those of these kernels, with all their
  ///     pictures, and nothing more.
  ///   - list: the built-in kernels.
  /// - Returns: what was written, by path; then a line for each thing that stayed as it was.
  /// - Throws: `ScoringError`, one line, for a folder without a report, and for a kernel without scores there.
  package static func render(
    _ folder: String, only names: [String]? = nil, list: KernelList
  ) throws -> (files: [String], notes: [String]) {
    guard try isThere(folder) else {
      throw ScoringError(
        "cannot render \(folder): no report is there. Give the folder of one, or make one with "
          + "'gelu-accuracy report'.")
    }
    let (there, store) = (ReportFolder(folder), try ReportStore(folder))
    let note = there.note(store)
    var data = store.data
    var files: [String: String] = [:]
    if let names {
      let heads = try Set(names.map { try head(of: $0, list, data, folder) })
      data.splits += try missingSplits(of: heads, data)
      files = ReportPages(list: list, data: data, shown: nil).pages(of: heads)
    } else {
      files =
        try ReportPages(
          list: list, data: data, shown: try ShownPages(of: folder), further: there.further
        ).files
      files[ReportStore.table] = store.files[ReportStore.table]
      if note != nil { files["README.md"] = nil }
    }
    try write(files, to: folder)
    return (files.keys.sorted(), [note].compactMap(\.self))
  }

  private static func head(
    of name: String, _ list: KernelList, _ data: ReportData, _ folder: String
  ) throws -> String {
    guard data.entries.contains(where: { $0.score.kernel == name }) else {
      throw ScoringError(
        "\(folder) has no score of the kernel '\(name)'. Its scores.csv lists those that it has; "
          + "'gelu-accuracy report' measures others.")
    }
    return PageMap(list.all).page(name)
  }

  /// Where errors come from is kept for the pages that a folder keeps; of others it is found here.
  private static func missingSplits(
    of heads: Set<String>, _ data: ReportData
  ) throws -> [ErrorSplit] {
    let known = Set(data.splits.map(\.fullName))
    return try data.entries.filter { entry in
      entry.foreign == nil && heads.contains(entry.score.kernel)
    }.compactMap { try ErrorSplit.of($0.score) }.filter { !known.contains($0.fullName) }
  }
}

extension Report {
  /// All kernels that a folder has scores of.
  /// - Throws: `ScoringError`, where the folder is of something else.
  package static func kernels(in folder: String) throws -> [String] {
    try isThere(folder) ? Set(try ReportStore(folder).data.scores.map(\.kernel)).sorted() : []
  }
}
