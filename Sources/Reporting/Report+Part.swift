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
    let manager = FileManager.default
    func isThere(_ path: String) -> Bool { manager.fileExists(atPath: "\(folder)/\(path)") }
    let others = [
      ("Accuracy and cost", "cost.md"), ("Repairs of the usual formulas", "repairs.md"),
    ]
    .filter { isThere($0.1) }
    let pictures = [FormatName.bfloat16, .float32].filter {
      isThere("plots/overview-\($0.rawValue).svg")
    }
    var notes: [String] = []
    if !others.isEmpty || !pictures.isEmpty {
      let left = others.map(\.1) + (pictures.isEmpty ? [] : ["plots/overview-*.svg"])
      notes.append(
        "\(left.joined(separator: ", ")) are as they were; a report of all kernels makes them anew")
    }
    let earlier: [Score]
    do { earlier = try Report.scores(in: folder) } catch let unread as Unread {
      notes.append(
        "README.md is as it was: \(folder)/scores/\(unread.name) is no score that this version reads; a "
          + "report of all kernels makes it anew")
      return (part, notes)
    }
    let own = Set(kernels.map(\.name))
    let all = earlier.filter { !own.contains($0.kernel) } + scores
    let names = Set(all.map(\.kernel))
    part["README.md"] =
      IndexPage(
        kernels: catalogue.filter { names.contains($0.name) }, scores: all,
        pictures: pictures.map {
          ("plots/overview-\($0.rawValue).svg", Report.overviewTitle($0))
        },
        others: others.map { (title: $0.0, path: $0.1) }
      ).markdown
    return (part, notes)
  }

  private struct Unread: Error {
    let name: String
  }

  /// All scores that a report wrote to a folder.
  private static func scores(in folder: String) throws -> [Score] {
    let place = URL(fileURLWithPath: folder).appending(path: "scores")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return try names.filter { $0.hasSuffix(".json") }.sorted().map { name in
      guard let data = try? Data(contentsOf: place.appending(path: name)),
        let score = try? JSONDecoder.suite.decode(Score.self, from: data)
      else { throw Unread(name: name) }
      return score
    }
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
