import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Testing

@testable import Reporting

/// Pages and pictures come of the figures that a folder keeps, and of nothing else.
@Suite struct RenderTests {
  private let manager = FileManager.default
  private static let environment = ["date": "today", "libm": "a", "mpfr": "b", "processor": "c"]

  private var report: Report {
    get throws {
      let costs = Fixture.mixedKernels.flatMap { kernel in
        [FormatName.bfloat16, .float32].map {
          KernelCost(kernel: kernel.name, format: $0, nanoseconds: 1.25)
        }
      }
      return try Report(
        kernels: Dictionary(
          uniqueKeysWithValues: FormatName.reported.map { ($0, Fixture.mixedKernels) }),
        scores: Fixture.mixed, costs: costs)
    }
  }

  /// - Parameter shown: the folder's `pages.json`, if any.
  private func inReport(_ shown: String? = nil, _ body: (URL) throws -> Void) throws {
    let folder = manager.temporaryDirectory.appending(path: "render-\(UUID())")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    if let shown { try Data(shown.utf8).write(to: folder.appending(path: "pages.json")) }
    try report.write(to: folder.path, environment: Self.environment)
    try body(folder)
  }

  private func contents(_ folder: URL) throws -> [String: String] {
    var all: [String: String] = [:]
    for path in try manager.subpathsOfDirectory(atPath: folder.path) where path.contains(".") {
      all[path] = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
    return all
  }

  private static let some =
    #"{"rule": "those of \"erf\"", "pages": {"erf": ["bfloat16"], "erfc": [], "tanh": ["float32"]}}"#

  /// Without its pages and pictures a folder gets the same ones again.
  @Test(arguments: [nil, some]) func figuresAreEnough(_ shown: String?) throws {
    try inReport(shown) { folder in
      let before = try contents(folder)
      for part in ["kernels", "plots", "cost.md", "words.md", "scores.csv"] {
        try manager.removeItem(at: folder.appending(path: part))
      }
      try Data((Report.title + "\n").utf8).write(to: folder.appending(path: "README.md"))
      let done = try Report.render(folder.path, list: Fixture.list)
      #expect(try contents(folder) == before)
      #expect(done.files.contains("README.md") && done.notes.isEmpty)
    }
  }

  /// What is not kept is not linked, and what is kept has only the pictures that are.
  @Test func whatIsNotKept() throws {
    try inReport(Self.some) { folder in
      var files = try contents(folder)
      let names = { (part: String) in files.keys.filter { $0.hasPrefix(part) }.sorted() }
      #expect(names("kernels/") == ["kernels/erf.md", "kernels/erfc.md", "kernels/tanh.md"])
      #expect(
        names("plots/") == [
          "plots/cost-bfloat16.svg", "plots/cost-float32.svg", "plots/erf-bfloat16-gelu.svg",
          "plots/overview-bfloat16.svg",
        ])
      #expect(Checks.brokenLinks(files) == [])
      #expect(files["README.md"]?.contains("(kernels/erf.md") == true)
      #expect(files["README.md"]?.contains("(kernels/best.md") == false)
      #expect(files["README.md"]?.contains("| best |") == true)
      #expect(files["kernels/erf.md"]?.contains("gelu-accuracy render erf`") == true)
      // On demand: the page with all its pictures, and nothing else.
      let before = files
      let done = try Report.render(
        folder.path, only: ["made-up", "empty+native"], list: Fixture.list)
      files = try contents(folder)
      #expect(before.allSatisfy { files[$0.key] == $0.value })
      let pages = Set(files.keys).subtracting(before.keys)
      #expect(Set(done.files) == pages && pages.contains("kernels/empty+native.md"))
      #expect(pages.contains("plots/made-up-float32-gelu-histogram.svg"))
      #expect(files["kernels/made-up.md"]?.contains("gelu-accuracy render") == false)
    }
  }

  /// Some kernels measured anew keep their pages, and so do all others.
  @Test func aPartAddsItsPage() throws {
    try inReport(Self.some) { folder in
      let best = Fixture(kernel: "best", format: .float32)
      let before = try contents(folder)
      try Report(kernels: [best.description], scores: [best.score]).write(
        to: folder.path, environment: Self.environment, addingTo: Fixture.list)
      let after = try contents(folder)
      #expect(before.keys.allSatisfy { after[$0] != nil })
      #expect(after["kernels/best.md"] != nil && after["plots/best-float32-gelu.svg"] != nil)
      #expect(after["README.md"]?.contains("(kernels/best.md") == true)
      let shown = try #require(try ShownPages(of: folder.path))
      #expect(shown.pages["best"] == [.float32] && shown.pages["erf"] == [.bfloat16])
      #expect(shown.rule == "those of \"erf\"" && shown.text == after["pages.json"])
      // Its costs are known, and stay.
      #expect(after["costs.jsonl"] == before["costs.jsonl"])
    }
  }

  /// What cannot be read is not taken for empty, and so not removed by what is written next.
  @Test(arguments: [
    "scores/gelu.jsonl", "structures.jsonl", "splits.jsonl", "signed.jsonl", "costs.jsonl",
  ])
  func aDamagedByte(_ file: String) throws {
    try inReport { folder in
      let path = folder.appending(path: file)
      try (((try? Data(contentsOf: path)) ?? Data()) + Data([0xff, 0x0a])).write(to: path)
      let before = try Data(contentsOf: path)
      let best = Fixture(kernel: "best", format: .float32)
      let error = try #require(
        #expect(throws: ScoringError.self) {
          try Report(kernels: [best.description], scores: [best.score]).write(
            to: folder.path, environment: Self.environment, addingTo: Fixture.list)
        })
      #expect(error.description.contains("\(file) cannot be read as text"), "\(error)")
      #expect(try Data(contentsOf: path) == before)
    }
  }

  /// A report without its index is one all the same, and gets it back.
  @Test func withoutItsIndex() throws {
    try inReport { folder in
      let before = try contents(folder)
      try manager.removeItem(at: folder.appending(path: "README.md"))
      #expect(try Report.isThere(folder.path))
      _ = try Report.render(folder.path, list: Fixture.list)
      #expect(try contents(folder) == before)
    }
  }

  @Test func whatCannotBeRendered() throws {
    try inReport { folder in
      let before = try contents(folder)
      func refusal(_ attempt: () throws -> Void) throws -> String {
        try #require(#expect(throws: ScoringError.self) { try attempt() }).description
      }
      let unknown = try refusal {
        _ = try Report.render(folder.path, only: ["erff"], list: Fixture.list)
      }
      #expect(unknown.contains("has no score of the kernel 'erff'"))
      #expect(try contents(folder) == before)
      let nothing = try refusal {
        _ = try Report.render(folder.path + "/kernels", list: Fixture.list)
      }
      #expect(nothing.contains("no report is there"))
      try Data("[]".utf8).write(to: folder.appending(path: "pages.json"))
      for attempt in [
        { _ = try Report.render(folder.path, list: Fixture.list) },
        { try Report.probe(folder.path) },
      ] {
        #expect(try refusal(attempt).contains("pages.json is no list of pages"))
      }
    }
  }

  /// Costs of two processors do not stand beside each other.
  @Test func costsOfAnotherProcessor() throws {
    try inReport { folder in
      #expect(Report.takesCosts(Self.environment, in: folder.path, isPart: true))
      #expect(!Report.takesCosts(["processor": "d"], in: folder.path, isPart: true))
      #expect(Report.takesCosts(["processor": "d"], in: folder.path, isPart: false))
      try manager.removeItem(at: folder.appending(path: "costs.jsonl"))
      #expect(Report.takesCosts(["processor": "d"], in: folder.path, isPart: true))
    }
  }
}
