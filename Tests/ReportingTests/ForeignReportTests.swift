import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring
import Testing

@testable import Reporting

/// Kernels from elsewhere in a report's folder, on made-up scores.
@Suite struct ForeignRecordTests {
  private static let environment = ["date": "today", "libm": "a", "mpfr": "b"]

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foreign-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func record(
    _ kernel: String, _ format: FormatName = .bfloat16, derivative: Int = 0, error: Double = 9
  ) -> ForeignRecord {
    var fixture = Fixture(kernel: kernel, derivative: derivative, format: format)
    fixture.errors[2] = error
    var about = ForeignRecord.About(source: "the command `a | b`", command: "run 'a | b'")
    about.calls = ["outputs do not depend on x"]
    about.untried = ["structure: it needs all inputs"]
    return ForeignRecord(score: fixture.score, about: about)
  }

  @discardableResult
  private func add(_ record: ForeignRecord, _ folder: URL) throws -> [String] {
    try Report.add(
      [record], to: folder.path, environment: Self.environment, catalogue: Fixture.list)
  }

  private func contents(_ folder: URL) throws -> [String: String] {
    var all: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path.contains(".") {
      all[path] = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
    return all
  }

  @Test func pagesHold() throws {
    try inFolder { folder in
      for format in [FormatName.bfloat16, .float8E4M3FN, .float64] {
        try add(record("my-own", format), folder)
      }
      try add(record("second", derivative: 2), folder)
      let files = try contents(folder)
      #expect(Checks.brokenLinks(files) == [] && Checks.unevenTables(files) == [])
      #expect(Checks.badPictures(files) == [])
      let index = try #require(files["README.md"])
      // A format that no built-in report has, and a second derivative.
      #expect(index.contains("| float8_e4m3fn |") && index.contains("#float8_e4m3fn-against-gelu"))
      #expect(index.contains("[second](kernels/second.md)"), "\(index)")
      let page = try #require(files["kernels/my-own.md"])
      #expect(page.contains("**Kernel:** the command `a | b`.") && page.contains("run 'a | b'"))
      #expect(
        page.contains("**Not tried:** structure: it needs") && page.contains("**Calls:** out"))
      let headings = page.split(separator: "\n").filter { $0.hasPrefix("## ") }
      #expect(
        headings.map { $0.split(separator: " ")[1] } == ["bfloat16", "float64", "float8_e4m3fn"])
    }
  }

  /// The same again is the same to the byte; another score takes the place of the one before it, and no other's.
  @Test func replacing() throws {
    try inFolder { folder in
      try add(record("mine"), folder)
      try add(record("mine", .float32), folder)
      try add(record("other"), folder)
      let before = try contents(folder)
      try add(record("other"), folder)
      #expect(try contents(folder) == before)
      try add(record("mine", error: 77.5), folder)
      let after = try contents(folder)
      let changed = after.keys.filter { after[$0] != before[$0] }.sorted()
      #expect(
        changed == [
          "README.md", "kernels/mine.md", "plots/mine-bfloat16-gelu.svg", "scores.csv",
          "scores/gelu.jsonl",
        ])
      #expect(after.count == before.count && after["kernels/mine.md"]?.contains("77.5") == true)
      #expect(after["kernels/mine.md"]?.contains("## float32 against gelu") == true)
    }
  }

  /// A record comes back from its file, and is a score to whoever reads scores.
  @Test func recordsComeBack() throws {
    var record = record("mine")
    (record.about.nanoseconds, record.about.processor) = (1.5, "a processor")
    record.about.failure = "it failed"
    let data = try JSONEncoder.suite.encode(record)
    #expect(try JSONDecoder.suite.decode(ForeignRecord.self, from: data) == record)
    #expect(try JSONDecoder.suite.decode(Score.self, from: data) == record.score)
    let plain = try JSONEncoder.suite.encode(record.score)
    #expect(throws: (any Error).self) {
      try JSONDecoder.suite.decode(ForeignRecord.self, from: plain)
    }
  }

  @Test func aFileThatIsNoScore() throws {
    try inFolder { folder in
      try add(record("mine"), folder)
      try Data("{".utf8).write(to: folder.appending(path: "scores/x.jsonl"))
      let before = try contents(folder)
      let notes = try add(record("mine", error: 77.5), folder)
      #expect(
        notes.count == 1 && notes[0].contains("README.md is as it was")
          && notes[0].contains("x.jsonl, line 1,"))
      let after = try contents(folder)
      #expect(after["README.md"] == before["README.md"] && after["scores/x.jsonl"] == "{\n")
      #expect(after["kernels/mine.md"] != before["kernels/mine.md"])
    }
  }

  @Test func anotherDerivativeAndAnotherLibm() throws {
    try inFolder { folder in
      try add(record("mine"), folder)
      let before = try contents(folder)
      let error = #expect(throws: ScoringError.self) {
        try add(record("mine", derivative: 1), folder)
      }
      #expect(error?.description.contains("--name mine-backward") == true)
      let other = #expect(throws: ScoringError.self) {
        _ = try Report.add(
          [record("mine")], to: folder.path, environment: ["libm": "c", "mpfr": "b"],
          catalogue: KernelList([:]))
      }
      #expect(other?.description.contains("it was made with libm a") == true)
      #expect(try contents(folder) == before)
      // A folder of something else.
      try Data("mine".utf8).write(to: folder.appending(path: "README.md"))
      let foreign = #expect(throws: ScoringError.self) { try add(record("mine"), folder) }
      #expect(foreign?.description.contains("was not written by a report") == true)
    }
  }

  /// A report of all built-in kernels keeps the others, in its index too, unless they ran on another libm.
  @Test func aWholeReportBesideThem() throws {
    try inFolder { folder in
      try add(record("mine"), folder)
      let before = try contents(folder)
      let erf = Fixture(kernel: "erf")
      let whole = try Report(kernels: [erf.description], scores: [erf.score])
      #expect(try whole.write(to: folder.path, environment: Self.environment) == [])
      let after = try contents(folder)
      let index = try #require(after["README.md"])
      #expect(
        index.contains("| [mine](kernels/mine.md)") && index.contains("| [erf](kernels/erf.md)"))
      #expect(index.contains("2 scores of 2 kernels"))
      let common = ["README.md", "scores.csv", "scores/gelu.jsonl"]
      #expect(before.allSatisfy { common.contains($0.key) || after[$0.key] == $0.value })
      let error = #expect(throws: ScoringError.self) {
        try whole.write(to: folder.path, environment: ["libm": "c", "mpfr": "b"])
      }
      #expect(error?.description.contains("it was made with libm a, this is c") == true)
      #expect(try contents(folder) == after)
    }
  }

  /// Files that no report wrote are not written over.
  @Test func filesOfOthers() throws {
    for file in ["environment.json", "kernels/mine.md"] {
      try inFolder { folder in
        let url = folder.appending(path: file)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("my own".utf8).write(to: url)
        let error = #expect(throws: ScoringError.self) { try add(record("mine"), folder) }
        #expect(error?.description.contains("its \(file) came from elsewhere") == true)
        #expect(try contents(folder) == [file: "my own"])
        guard file.hasPrefix("kernels") else { return }
        try add(record("other"), folder)
        #expect(throws: ScoringError.self) { try add(record("mine"), folder) }
        #expect(try contents(folder)[file] == "my own")
      }
    }
  }

  /// Constants of a function are in the names of files, without brackets.
  @Test func filesOfAFunctionWithConstants() throws {
    var score = record("mine").score
    let function = try Function.geluTanh.with(scale: DecimalConstant("0.7978845608"))
    score.question.target = Target(function)
    #expect(score.stem == "mine-bfloat16-gelu-tanh-scale-0.7978845608-")
  }
}
