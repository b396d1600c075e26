import Foundation
import Scoring
import Testing

@testable import Reporting

@Suite struct ReportWritingTests {
  private let manager = FileManager.default

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = manager.temporaryDirectory.appending(path: "report-\(UUID())")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    try body(folder)
  }

  private func report(_ name: String = "a") throws -> Report {
    let fixture = Fixture(kernel: name)
    return try Report(kernels: [fixture.description], scores: [fixture.score])
  }

  @Test func writesItsFilesAndTheEnvironment() throws {
    try inFolder { folder in
      let report = try report()
      try report.write(to: folder.path, environment: ["date": "today"])
      for (path, text) in report.files {
        #expect(try String(contentsOf: folder.appending(path: path), encoding: .utf8) == text)
      }
      let written = try String(
        contentsOf: folder.appending(path: "environment.json"), encoding: .utf8)
      #expect(written == "{\n  \"date\" : \"today\"\n}\n")
    }
  }

  @Test func leavesAloneWhatIsTheSame() throws {
    try inFolder { folder in
      try report().write(to: folder.path, environment: [:])
      let page = folder.appending(path: "kernels/a.md")
      let index = folder.appending(path: "README.md")
      let old = Date(timeIntervalSince1970: 1_000_000)
      for url in [page, index] {
        try manager.setAttributes([.modificationDate: old], ofItemAtPath: url.path)
      }
      try Data((String(contentsOf: index, encoding: .utf8) + "x").utf8).write(to: index)
      try report().write(to: folder.path, environment: [:])
      func date(_ url: URL) throws -> Date? {
        try manager.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
      }
      #expect(try date(page) == old)
      #expect(try date(index) != old)
    }
  }

  /// What a report has of its kernels and no longer writes goes; the rest stays, and is named.
  @Test func removesWhatIsStaleAndNothingElse() throws {
    try inFolder { folder in
      try report("a").write(to: folder.path, environment: [:])
      var other = Fixture(kernel: "b")
      other.format = .float32
      try Report(kernels: [other.description], scores: [other.score]).write(
        to: folder.path, environment: [:])
      let notes = folder.appending(path: "kernels/notes.txt")
      try Data().write(to: notes)
      let said = try report("b").write(to: folder.path, environment: [:])
      let left = Set(try manager.subpathsOfDirectory(atPath: folder.path))
      #expect(!left.contains { $0.contains("b-float32") })
      #expect(left.contains("kernels/b.md") && left.contains("kernels/notes.txt"))
      #expect(left.contains("kernels/a.md") && left.contains("plots/a-bfloat16-gelu.svg"))
      #expect(said.contains { $0.contains("kernels/a.md") }, "\(said)")
    }
  }

  /// A folder of somebody else's, such as the root of a project.
  @Test func refusesAFolderWithAnotherIndex() throws {
    try inFolder { folder in
      let index = folder.appending(path: "README.md")
      try Data("# My project\n".utf8).write(to: index)
      for attempt in [{ try Report.probe(folder.path) }]
        + [{ try self.report().write(to: folder.path, environment: [:]) }]
      {
        let error = #expect(throws: ScoringError.self) { try attempt() }
        #expect(error?.description.contains("was not written by a report") == true)
      }
      #expect(try manager.subpathsOfDirectory(atPath: folder.path) == ["README.md"])
    }
  }

  /// A file stands where the folder should be: no user, root neither, can write there.
  @Test func anUnwritableFolderIsOneClearLine() throws {
    try inFolder { folder in
      let file = folder.appending(path: "file")
      try Data().write(to: file)
      let path = file.appending(path: "Reports").path
      for attempt in [{ try Report.probe(path) }]
        + [{ try self.report().write(to: path, environment: [:]) }]
      {
        let error = try #require(#expect(throws: ScoringError.self) { try attempt() })
        #expect(error.description.hasPrefix("cannot write the report to \(path): "))
        #expect(error.description.hasSuffix(" Give a folder that may be written."))
        #expect(!error.description.contains("\n"))
      }
    }
  }

  @Test func probingLeavesNothingBehind() throws {
    try inFolder { folder in
      let path = folder.appending(path: "new").path
      try Report.probe(path)
      #expect(try manager.contentsOfDirectory(atPath: path) == [])
    }
  }
}
