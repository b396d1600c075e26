import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Verdicts

extension Report {
  /// Writes what has changed. Pages, pictures and scores that an earlier report has of this one's kernels,
  /// and this one has not, are removed; nothing else is.
  ///
  /// - Parameters:
  ///   - environment: what differs from run to run: date, processor, versions.
  ///   - catalogue: nil for a whole report. Else this one is of some kernels, and added to the report that
  ///     is there, whose other kernels are described here.
  /// - Returns: a line for each thing that was left as it was, and might be thought to be new.
  /// - Throws: `ScoringError`, one line with the folder, the reason and what to do: for a folder
  ///   that cannot be written, or whose README.md no report has written; for a part that was measured
  ///   on another libm than the rest.
  @discardableResult
  package func write(
    to folder: String, environment: [String: String], addingTo catalogue: [KernelDescription]? = nil
  ) throws -> [String] {
    var (all, notes): ([String: String], [String]) = (files, [])
    var foreign: [ReportFolder.Entry] = []
    if let catalogue, try Report.isThere(folder) {
      try Report.checkEnvironment(environment, of: folder)
      (all, notes) = try part(of: folder, catalogue)
    } else {
      foreign = try Report.foreign(in: folder, environment)
      all["README.md"] = index.adding(foreign).markdown
      all["environment.json"] =
        String(decoding: try JSONEncoder.suite.encode(environment), as: UTF8.self) + "\n"
    }
    let isReport = try Report.isThere(folder)
    try Report.write(all, to: folder)
    try Report.explaining(folder) {
      guard isReport else { return }
      let (own, others) = leftovers(in: folder, all, foreign)
      for path in own { try FileManager.default.removeItem(atPath: "\(folder)/\(path)") }
      if catalogue == nil, let some = others.first {
        notes.append(
          "\(Figures.count(others.count, "file")) of kernels that are not in this report: \(folder)/\(some)"
            + (others.count > 1 ? ", …" : ""))
      }
    }
    return notes
  }

  /// Writes the files that are not there as they are to be.
  static func write(_ files: [String: String], to folder: String) throws {
    let root = URL(fileURLWithPath: folder)
    try explaining(folder) {
      for (path, text) in files.sorted(by: { $0.key < $1.key }) {
        let url = root.appending(path: path)
        guard (try? Data(contentsOf: url)) != Data(text.utf8) else { continue }
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try OutputFile.write(Data(text.utf8), to: url.path)
      }
    }
  }

  /// The kernels from elsewhere that a folder has and that stay in its index: those that ran on the same
  /// libraries.
  private static func foreign(
    in folder: String, _ environment: [String: String]
  ) throws -> [ReportFolder.Entry] {
    guard try isThere(folder), (try? checkEnvironment(environment, of: folder)) != nil else {
      return []
    }
    return ReportFolder(folder).entries.all.filter { $0.foreign != nil }
  }

  /// Files in the folders of an earlier report that this one does not write: of its kernels, and of others that
  /// are not in its index.
  private func leftovers(
    in folder: String, _ all: [String: String], _ foreign: [ReportFolder.Entry]
  ) -> (own: [String], others: [String]) {
    let known = Set(
      foreign.flatMap { entry -> [String] in
        let stem = entry.score.stem
        return ["\(entry.score.kernel).md", "\(stem).svg", "\(stem)-histogram.svg", "\(stem).json"]
      })
    let formats = FormatName.reported.map(\.rawValue)
    let stems = kernels.flatMap { kernel in formats.map { "\(kernel.name)-\($0)-" } }
    let pages = Set(kernels.map { "\($0.name).md" })
    var (own, others): ([String], [String]) = ([], [])
    for (part, suffix) in [("kernels", ".md"), ("plots", ".svg"), ("scores", ".json")] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)")) ?? []
      for name in names.sorted()
      where name.hasSuffix(suffix) && all["\(part)/\(name)"] == nil && !known.contains(name) {
        let isOwn = part == "kernels" ? pages.contains(name) : stems.contains(where: name.hasPrefix)
        if isOwn { own.append("\(part)/\(name)") } else { others.append("\(part)/\(name)") }
      }
    }
    return (own, others)
  }

  /// Makes the folder and a file in it, to fail before the work and not after.
  ///
  /// - Throws: as `write`.
  package static func probe(_ folder: String) throws {
    _ = try Report.isThere(folder)
    try Report.explaining(folder) {
      let path = URL(fileURLWithPath: folder).appending(path: ".probe-\(UUID())")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: path)
      try FileManager.default.removeItem(at: path)
    }
  }

  /// Whether an earlier report is there; false in a folder without an index.
  ///
  /// - Throws: `ScoringError`, where the index is of something else.
  package static func isThere(_ folder: String) throws -> Bool {
    let index = URL(fileURLWithPath: folder).appending(path: "README.md")
    guard let old = try? Data(contentsOf: index) else { return false }
    guard old.starts(with: Data(title.utf8)) else {
      throw ScoringError(
        "cannot write the report to \(folder): its README.md was not written by a report and would "
          + "be lost. Give another folder.")
    }
    return true
  }

  private static func explaining(_ folder: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      let reason = (error as NSError).localizedDescription.split(whereSeparator: \.isNewline)
        .joined(separator: " ")
      throw ScoringError(
        "cannot write the report to \(folder): \(reason) Give a folder that may be written.")
    }
  }
}
