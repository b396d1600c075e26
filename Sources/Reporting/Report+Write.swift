import Foundation
import Scoring

extension Report {
  /// Writes what has changed, and removes what an earlier report left and this one has not.
  ///
  /// - Parameter environment: what differs from run to run: date, processor, versions.
  /// - Throws: `ScoringError`, one line with the folder, the reason and what to do: for a folder
  ///   that cannot be written, or whose README.md no report has written.
  public func write(to folder: String, environment: [String: String]) throws {
    var all = files
    all["environment.json"] =
      String(decoding: try JSONEncoder.suite.encode(environment), as: UTF8.self) + "\n"
    let root = URL(fileURLWithPath: folder)
    let isReport = try Report.holdsReport(folder)
    try Report.explaining(folder) {
      let manager = FileManager.default
      for (path, text) in all.sorted(by: { $0.key < $1.key }) {
        let url = root.appending(path: path)
        guard (try? Data(contentsOf: url)) != Data(text.utf8) else { continue }
        try manager.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
      }
      guard isReport else { return }
      for (part, suffix) in [("kernels", ".md"), ("plots", ".svg"), ("scores", ".json")] {
        let names = (try? manager.contentsOfDirectory(atPath: "\(folder)/\(part)")) ?? []
        for name in names where name.hasSuffix(suffix) && all["\(part)/\(name)"] == nil {
          try manager.removeItem(atPath: "\(folder)/\(part)/\(name)")
        }
      }
    }
  }

  /// Makes the folder and a file in it, to fail before the work and not after.
  ///
  /// - Throws: as `write`.
  public func probe(_ folder: String) throws {
    _ = try Report.holdsReport(folder)
    try Report.explaining(folder) {
      let path = URL(fileURLWithPath: folder).appending(path: ".probe")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: path)
      try FileManager.default.removeItem(at: path)
    }
  }

  /// Whether an earlier report is there, to be replaced; false in a folder without an index.
  private static func holdsReport(_ folder: String) throws -> Bool {
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
