import Foundation
import Testing

@testable import gelu_accuracy

/// What the program says of itself, and that nothing else says another version.
@Suite struct VersionTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// `gelu-accuracy 0.1.0 (commit abcdef12, linux-x86_64)`; the tests are built without a commit, unless
  /// whoever builds them names one.
  @Test func saysWhatItIs() throws {
    let run = try Run(["--version"])
    #expect(run.status == 0 && run.err.isEmpty, "\(run.err)")
    #if arch(arm64)
      let machine = "arm64"
    #else
      let machine = "x86_64"
    #endif
    #if os(macOS)
      let system = "macos"
    #else
      let system = "linux"
    #endif
    let commit = Version.commit ?? "not recorded"
    #expect(
      run.out == "gelu-accuracy \(Version.number) (commit \(commit), \(system)-\(machine))\n")
    #expect(Version.number.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
  }

  /// The first version that a file states as `version: X`, `version = "X"` or `__version__ = "X"`.
  private func stated(in path: String) throws -> String? {
    let text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    return text.split(separator: "\n").lazy
      .compactMap { $0.wholeMatch(of: /(?:__)?version(?:__)?\s*[:=]\s*"?([0-9][^"\s]*)"?/) }
      .first.map { String($0.1) }
  }

  /// The citation states it, and so does the Python package where there is one.
  @Test func isTheSameEverywhere() throws {
    #expect(try stated(in: "CITATION.cff") == Version.number)
    let package = ["Python/pyproject.toml", "Python/src/gelu_accuracy/__init__.py"].filter {
      FileManager.default.fileExists(atPath: Self.root.appending(path: $0).path)
    }
    let numbers = try package.compactMap { try stated(in: $0) }
    #expect(numbers.allSatisfy { $0 == Version.number } && numbers.isEmpty == package.isEmpty)
  }

  /// A report's commit is the one that the variable names, or else the one that was built in.
  @Test func reportsNameTheCommit() throws {
    let files = try Files()
    let path = files.path("costs.jsonl")
    let command = ["costs", "relu", "--rounds", "1", "--milliseconds", "1", "--json", path]
    let run = try Run(command, ["GELU_ACCURACY_COMMIT": "0123abc"])
    #expect(run.status == 0, "\(run.err)")
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"0123abc\""))
    #expect(try Run(command).status == 0)
    let named = ProcessInfo.processInfo.environment["GELU_ACCURACY_COMMIT"]
    let wanted = "\"\(named ?? Version.commit ?? "unknown")\""
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains(wanted))
  }
}
