import FloatingPointFormats
import Foundation
import Kernels
import Scoring

/// Some kernels added to a report that is there.
extension Report {
  /// What is written of this report: its kernels' pages, pictures and scores, and the index of all scores
  /// that the folder then has. What compares kernels stays, with a line that says so.
  func part(
    of folder: String, _ catalogue: [KernelDescription]
  ) throws -> (files: [String: String], notes: [String]) {
    let shared = ["plots/overview-", "plots/cost-"]
    var part = files.filter { path, _ in
      path.contains("/") && !shared.contains(where: path.hasPrefix)
    }
    let there = ReportFolder(folder)
    var notes: [String] = []
    if let left = there.comparisons {
      notes.append("\(left) are as they were; a report of all kernels makes them anew")
    }
    let earlier = there.entries
    if let note = earlier.note { return (part, notes + [note]) }
    let own = Set(kernels.map(\.name))
    let all = earlier.all.filter { !own.contains($0.score.kernel) }
    part["README.md"] = there.index(
      all.map(\.score) + scores, catalogue + ForeignRecord.descriptions(of: all))
    return (part, notes)
  }

  /// - Throws: `ScoringError`, where the report that is there was made with another libm or MPFR, as its
  ///   pages say in environment.json.
  package static func checkEnvironment(_ environment: [String: String], of folder: String) throws {
    let url = URL(fileURLWithPath: folder).appending(path: "environment.json")
    guard let data = try? Data(contentsOf: url),
      let old = try? JSONDecoder().decode([String: String].self, from: data)
    else { return }
    for key in ["libm", "mpfr"] where old[key] != environment[key] {
      throw ScoringError(
        "cannot add to the report in \(folder): it was made with \(key) \(old[key] ?? "unknown"), this is "
          + "\(environment[key] ?? "unknown"). Give another folder.")
    }
  }
}
