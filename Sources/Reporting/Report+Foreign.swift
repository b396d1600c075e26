import Foundation
import Kernels
import Scoring

/// Kernels from elsewhere in a report's folder.
extension Report {
  /// Adds scores of one kernel: its page, with the scores of other formats and functions that the folder has of it,
  /// its pictures and its scores, and the index of everything that is there then. Nothing is removed.
  ///
  /// - Parameters:
  ///   - records: of one kernel; one that is there for the same format and function is replaced.
  ///   - catalogue: what the built-in kernels of the folder are.
  /// - Returns: a line for each thing that was left as it was, and might be thought to be new.
  /// - Throws: `ScoringError`, as `Report.write`.
  package static func add(
    _ records: [ForeignRecord], to folder: String, environment: [String: String],
    catalogue: KernelList
  ) throws -> [String] {
    guard let first = records.first?.score, case let name = first.kernel else { return [] }
    try checkPage(of: name, derivative: first.target.derivative, in: folder)
    let isReport = try isThere(folder)
    let there = ReportFolder(folder)
    if isReport { try there.checkEnvironment(environment) }
    var store = isReport ? try ReportStore(folder) : ReportStore()
    for record in records {
      try store.add(ScoreFile.Entry(score: record.score, foreign: record))
    }
    let pages = ReportPages(
      list: catalogue, data: store.data, shown: try ShownPages(of: folder), further: there.further)
    let note = there.note(store)
    var files = store.files.merging(pages.pages(of: [name])) { $1 }
    if note == nil { files.merge(try pages.ofAll) { $1 } }
    if !isReport {
      files["environment.json"] =
        String(decoding: try JSONEncoder.suite.encode(environment), as: UTF8.self) + "\n"
    }
    try write(files, to: folder)
    return [note].compactMap(\.self)
  }

  /// Whether a kernel's page may be written.
  ///
  /// - Parameter derivative: that of its scores; nil where it is not known yet.
  /// - Throws: `ScoringError`, where the page is of another derivative, whose headings would have the same
  ///   anchors, or where a file would be lost that came from elsewhere.
  package static func checkPage(
    of name: String, derivative: Int?, in folder: String
  ) throws {
    let isReport = try isThere(folder)
    let there = ReportFolder(folder)
    let own = isReport ? try ReportStore(folder).data.scores.filter { $0.kernel == name } : []
    let written = ["kernels/\(name).md"] + (isReport ? [] : ["environment.json"])
    if own.isEmpty, let other = written.first(where: there.isThere) {
      throw ScoringError(
        "cannot add '\(name)' to the report in \(folder): its \(other) came from elsewhere and would be lost. "
          + "Give another name with --name, or another folder.")
    }
    guard let derivative, let other = own.first(where: { $0.target.derivative != derivative })
    else { return }
    throw ScoringError(
      "the report in \(folder) has '\(name)' as a kernel of \(other.target); give one of another derivative a "
        + "name of its own, as --name \(name)-backward")
  }
}
