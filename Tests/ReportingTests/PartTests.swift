import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Testing

@testable import Reporting

/// A report of some kernels added to one of all: nothing of the others changes, and every link leads
/// somewhere.
@Suite struct ReportPartTests {
  private let manager = FileManager.default
  private static let environment = ["date": "today", "libm": "a", "mpfr": "b"]

  private func inReport(_ body: (URL) throws -> Void) throws {
    let folder = manager.temporaryDirectory.appending(path: "part-\(UUID())")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let costs = Fixture.mixedKernels.map {
      KernelCost(kernel: $0.name, format: .bfloat16, nanoseconds: 1)
    }
    try Report(
      kernels: Dictionary(
        uniqueKeysWithValues: FormatName.reported.map { ($0, Fixture.mixedKernels) }),
      scores: Fixture.mixed, costs: costs
    ).write(to: folder.path, environment: Self.environment)
    try body(folder)
  }

  /// The kernel `erf` in one format of four, with another largest error.
  private var part: Report {
    get throws {
      var changed = Fixture(kernel: "erf")
      changed.errors[2] = 77.5
      return try Report(kernels: [changed.description], scores: [changed.score])
    }
  }

  private func add(_ part: Report, to folder: URL, _ environment: [String: String]) throws
    -> [String]
  {
    try part.write(
      to: folder.path, environment: environment, addingTo: Fixture.list)
  }

  private func contents(_ folder: URL) throws -> [String: Data] {
    var all: [String: Data] = [:]
    for path in try manager.subpathsOfDirectory(atPath: folder.path) {
      all[path] = manager.contents(atPath: folder.appending(path: path).path)
    }
    return all
  }

  @Test func onlyItsKernelsChange() throws {
    try inReport { folder in
      let before = try contents(folder)
      let said = try add(try part, to: folder, Self.environment)
      let after = try contents(folder)
      func isOwn(_ path: String) -> Bool {
        path == "kernels/erf.md" || path.contains("/erf-")
          || ["README.md", "cost.md", "repairs.md", "scores.csv", "scores/gelu.jsonl"].contains(
            path)
          || path.contains("plots/cost-") || path.contains("plots/overview-")
      }
      #expect(before.filter { !isOwn($0.key) } == after.filter { !isOwn($0.key) })
      #expect(before.count > 40 && after["kernels/erf.md"] != before["kernels/erf.md"])
      // Its own of the formats that it no longer has are gone.
      func lines(_ files: [String: Data]) -> [Substring] {
        String(decoding: files["scores/gelu.jsonl"] ?? Data(), as: UTF8.self).split(separator: "\n")
      }
      let own = "\"kernel\":\"erf\""
      #expect(lines(before).count { $0.contains(own) } == 4)
      #expect(lines(after).count { $0.contains(own) } == 1)
      // Lines of others are the same to the byte, and in their order.
      #expect(
        lines(before).filter { !$0.contains(own) } == lines(after).filter { !$0.contains(own) })
      #expect(before["plots/erf-float16-gelu.svg"] != nil)
      #expect(after["plots/erf-float16-gelu.svg"] == nil && said.isEmpty, "\(said)")
    }
  }

  /// The index is that of a report of everything that is there, and its links and those of the pages lead
  /// to files.
  @Test func theIndexIsOfTheWhole() throws {
    try inReport { folder in
      let index = folder.appending(path: "README.md")
      let before = try String(contentsOf: index, encoding: .utf8)
      // The same scores again: the same index.
      let erf = Fixture.mixed.filter { $0.kernel == "erf" }
      let same = try Report(kernels: [Fixture(kernel: "erf").description], scores: erf)
      _ = try add(same, to: folder, Self.environment)
      #expect(try String(contentsOf: index, encoding: .utf8) == before)
      _ = try add(try part, to: folder, Self.environment)
      let after = try String(contentsOf: index, encoding: .utf8)
      #expect(after != before && after.contains("77.5"))
      // Rows of others stay, but for what is bold, the least of a column, and for columns that are gone.
      func others(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("| [") && !$0.hasPrefix("| [erf]") }
          .map { String($0).replacing("**", with: "").replacing("– | ", with: "") }
      }
      #expect(others(after) == others(before) && others(before).count > 5)
      for page in try manager.subpathsOfDirectory(atPath: folder.path) where page.hasSuffix(".md") {
        let url = folder.appending(path: page)
        let text = try String(contentsOf: url, encoding: .utf8)
        for link in text.matches(of: /\]\(([^)#]+)[^)]*\)/) {
          let target = url.deletingLastPathComponent().appending(path: String(link.1))
          #expect(manager.fileExists(atPath: target.path), "\(page): \(link.1)")
        }
      }
    }
  }

  @Test func anotherLibmIsAnotherReport() throws {
    try inReport { folder in
      let before = try contents(folder)
      for key in ["libm", "mpfr"] {
        var other = Self.environment
        other[key] = "other"
        let error = #expect(throws: ScoringError.self) { _ = try add(try part, to: folder, other) }
        #expect(error?.description.contains("it was made with \(key)") == true)
      }
      #expect(try contents(folder) == before)
    }
  }

  @Test func anIndexThatCannotBeMadeStays() throws {
    try inReport { folder in
      let file = folder.appending(path: "scores/gelu.jsonl")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(("{\n" + text).utf8).write(to: file)
      let before = try contents(folder)
      let said = try add(try part, to: folder, Self.environment)
      #expect(
        said.contains {
          $0.contains("README.md is as it was") && $0.contains("scores/gelu.jsonl, line 1,")
        },
        "\(said)")
      #expect(try contents(folder)["README.md"] == before["README.md"])
      #expect(try contents(folder)["kernels/erf.md"] != before["kernels/erf.md"])
      // The line is somebody's, and stays.
      #expect(try String(contentsOf: file, encoding: .utf8).hasSuffix("\n{\n"))
    }
  }

  /// Where no report is, a part is all of it.
  @Test func intoAnEmptyFolder() throws {
    let folder = manager.temporaryDirectory.appending(path: "part-\(UUID())")
    defer { try? manager.removeItem(at: folder) }
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try add(try part, to: folder, [:]).isEmpty)
    #expect(Set(try contents(folder).keys).isSuperset(of: ["README.md", "environment.json"]))
  }
}
