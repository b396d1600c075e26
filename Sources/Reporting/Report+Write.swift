import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Verdicts

extension Report {
  /// Puts what was measured into a folder, and makes the pages anew that depend on it. What the folder has of other
  /// kernels stays, to the byte; pages and pictures of this report's kernels that are no longer made are removed.
  ///
  /// - Parameters:
  ///   - environment: what differs from run to run: date, processor, versions.
  ///   - catalogue: nil for a report of all kernels. Else this one is of some, and the kernels of the report that is
  ///     there are described here.
  /// - Returns: a line for each thing that was left as it was, and might be thought to be new.
  /// - Throws: `ScoringError`, one line with the folder, the reason and what to do: for a folder
  ///   that cannot be written, or whose README.md no report has written; for what was measured
  ///   on another libm than what stays.
  @discardableResult
  package func write(
    to folder: String, environment: [String: String], addingTo catalogue: KernelList? = nil
  ) throws -> [String] {
    let isReport = try Report.isThere(folder)
    let isPart = catalogue != nil && isReport
    let there = ReportFolder(folder)
    var store = isReport ? try ReportStore(folder) : ReportStore()
    if isPart || store.data.entries.contains(where: { $0.foreign != nil }) {
      try there.checkEnvironment(environment)
    }
    let own = Set(list.all.map(\.name))
    try store.replace(own, with: data)
    let heads = PageMap(list.all).heads.map(\.name)
    var shown = try ShownPages(of: folder)
    if isPart {
      for name in heads where shown?.pages[name] == nil { shown?.pages[name] = [.float32] }
    }
    let pages = ReportPages(
      list: isPart ? list.filling(catalogue) : list, data: store.data, shown: shown,
      further: there.further)
    var files = store.files
    files.merge(isPart ? pages.pages(of: Set(heads)) : try pages.files) { $1 }
    let note = there.note(store)
    if isPart, note == nil { files.merge(try pages.ofAll) { $1 } }
    if note != nil { files["README.md"] = nil }
    files[ShownPages.file] = isPart ? shown?.text : nil
    if !isPart {
      files["environment.json"] =
        String(decoding: try JSONEncoder.suite.encode(environment), as: UTF8.self) + "\n"
    }
    try Report.write(files, to: folder)
    let others = isReport ? try removeLeftovers(in: folder, files) : []
    return [note].compactMap(\.self) + (isPart ? [] : Report.notes(on: others, in: folder))
  }

  private static func notes(on others: [String], in folder: String) -> [String] {
    guard let first = others.first else { return [] }
    return [
      "\(Figures.count(others.count, "file")) of kernels that are not in this report: \(folder)/\(first)"
        + (others.count > 1 ? ", …" : "")
    ]
  }

  /// Writes the files that are not there as they are to be; of those without a text none is left.
  static func write(_ files: [String: String], to folder: String) throws {
    let root = URL(fileURLWithPath: folder)
    try explaining(folder) {
      for (path, text) in files.sorted(by: { $0.key < $1.key }) {
        let url = root.appending(path: path)
        let old = try? Data(contentsOf: url)
        if text.isEmpty {
          if old != nil { try FileManager.default.removeItem(at: url) }
          continue
        }
        guard old != Data(text.utf8) else { continue }
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try OutputFile.write(Data(text.utf8), to: url.path)
      }
    }
  }

  /// Removes pages and pictures of these kernels that an earlier report made and this one does not.
  /// - Returns: those of other kernels that are not made either.
  private func removeLeftovers(in folder: String, _ made: [String: String]) throws -> [String] {
    let formats = FormatName.reported.map(\.rawValue)
    let stems = list.all.flatMap { kernel in formats.map { "\(kernel.name)-\($0)-" } }
    let pages = Set(list.all.map { "\($0.name).md" })
    var others: [String] = []
    for (part, suffix) in [("kernels", ".md"), ("plots", ".svg")] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)")) ?? []
      for name in names.sorted() where name.hasSuffix(suffix) && made["\(part)/\(name)"] == nil {
        let isOwn = part == "kernels" ? pages.contains(name) : stems.contains(where: name.hasPrefix)
        if isOwn {
          try Report.explaining(folder) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(part)/\(name)")
          }
        } else {
          others.append("\(part)/\(name)")
        }
      }
    }
    return others
  }
}

extension Report {
  /// Makes the folder and a file in it, to fail before the work and not after.
  ///
  /// - Throws: as `write`.
  package static func probe(_ folder: String) throws {
    _ = try Report.isThere(folder)
    _ = try ShownPages(of: folder)
    try Report.explaining(folder) {
      let path = URL(fileURLWithPath: folder).appending(path: ".probe-\(UUID())")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: path)
      try FileManager.default.removeItem(at: path)
    }
  }

  /// Whether an earlier report is there: its index, or without that its figures.
  ///
  /// - Throws: `ScoringError`, where the index is of something else, or cannot be read.
  package static func isThere(_ folder: String) throws -> Bool {
    let index = "\(folder)/README.md"
    guard FileManager.default.fileExists(atPath: index) else {
      let scores = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/scores")
      return scores?.contains { $0.hasSuffix(".jsonl") } ?? false
    }
    guard let old = FileManager.default.contents(atPath: index), old.starts(with: Data(title.utf8))
    else {
      throw ScoringError(
        "cannot write the report to \(folder): its README.md was not written by a report and would "
          + "be lost. Give another folder.")
    }
    return true
  }

  static func explaining(_ folder: String, _ body: () throws -> Void) throws {
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
