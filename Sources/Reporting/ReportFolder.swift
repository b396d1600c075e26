import FloatingPointFormats
import Foundation
import Kernels
import Scoring

/// The folder of a report that is there.
struct ReportFolder {
  let path: String

  init(_ path: String) { self.path = path }

  func isThere(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(file)")
  }

  /// Pages that other programs write there, by title and path.
  var further: [(title: String, path: String)] {
    [("torch.nn.GELU on all inputs", "pytorch.md")].filter { isThere($0.1) }
  }

  /// Why the index stays as it is; nil where all scores read.
  func note(_ store: ReportStore) -> String? {
    store.unread.map {
      "README.md is as it was: \(path)/\($0), is no score that this version reads; a report of all kernels makes "
        + "built-in ones anew, and the line may be removed"
    }
  }

  /// - Throws: `ScoringError`, where the report that is there was made with another libm or MPFR, as its
  ///   environment.json says.
  func checkEnvironment(_ environment: [String: String]) throws {
    guard let old = self.environment else { return }
    for key in ["libm", "mpfr"] where old[key] != environment[key] {
      throw ScoringError(
        "cannot add to the report in \(path): it was made with \(key) \(old[key] ?? "unknown"), this is "
          + "\(environment[key] ?? "unknown"). Give another folder.")
    }
  }

  var environment: [String: String]? {
    FileManager.default.contents(atPath: "\(path)/environment.json").flatMap {
      try? JSONDecoder().decode([String: String].self, from: $0)
    }
  }
}

extension Report {
  /// - Throws: `ScoringError`, where the report that is there was made with another libm or MPFR.
  package static func checkEnvironment(_ environment: [String: String], of folder: String) throws {
    try ReportFolder(folder).checkEnvironment(environment)
  }

  /// Tells which built-in kernels have a page that a folder keeps, in a format on which errors are drawn where one is
  /// given.
  /// - Throws: `ScoringError`, where its pages.json does not read.
  package static func keepsPage(in folder: String) throws -> (String, FormatName?) -> Bool {
    let shown = try ShownPages(of: folder)
    return { kernel, format in
      guard let shown else { return true }
      guard let formats = shown.pages[kernel] else { return false }
      return format.map(formats.contains) ?? true
    }
  }

  /// Whether costs that are measured here may take the place of those of a folder, or for a part stand beside
  /// them: not where `make costs` measured them, nor, for a part, on another processor.
  package static func takesCosts(
    _ environment: [String: String], in folder: String, isPart: Bool
  ) -> Bool {
    let there = ReportFolder(folder)
    if !there.isThere("costs.jsonl") { return true }
    if ReportStore.hasBuiltCosts(folder) { return false }
    return !isPart || there.environment?["processor"] == environment["processor"]
  }
}
