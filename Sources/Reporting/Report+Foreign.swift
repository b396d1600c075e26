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
    catalogue: [KernelDescription]
  ) throws -> [String] {
    guard let first = records.first?.score, case let name = first.kernel else { return [] }
    try checkPage(of: name, derivative: first.target.derivative, in: folder)
    var files: [String: String] = [:]
    let isReport = try isThere(folder)
    if isReport {
      try checkEnvironment(environment, of: folder)
    } else {
      files["environment.json"] =
        String(decoding: try JSONEncoder.suite.encode(environment), as: UTF8.self) + "\n"
    }
    for record in records { try files.merge(record.files) { $1 } }
    let stems = Set(records.map(\.score.stem))
    let there = ReportFolder(folder)
    let (earlier, note) = isReport ? there.entries : ([], nil)
    let others = earlier.filter { !stems.contains($0.score.stem) }
    let own = records.map { ReportFolder.Entry(score: $0.score, foreign: $0) }
    let all = (others + own).sorted { $0.score.stem < $1.score.stem }
    files["kernels/\(name).md"] =
      ForeignPage(all.compactMap(\.foreign).filter { $0.score.kernel == name }).markdown
    if note == nil {
      let kernels = catalogue + ForeignRecord.descriptions(of: all)
      files["README.md"] = there.index(all.map(\.score), kernels)
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
    let own = isReport ? there.entries.all.map(\.score).filter { $0.kernel == name } : []
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

extension ForeignRecord {
  /// Its pictures and its score.
  fileprivate var files: [String: String] {
    get throws {
      let json = String(decoding: try JSONEncoder.suite.encode(self), as: UTF8.self)
      var files = ["scores/\(score.stem).json": json.withInnermostObjectsOnOneLine + "\n"]
      files["plots/\(score.stem).svg"] = ErrorPlot([score], title: score.errorTitle)?.svg
      files["plots/\(score.stem)-histogram.svg"] = HistogramPlot(score: score).svg
      return files
    }
  }
}
