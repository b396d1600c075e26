import Foundation
import Testing

/// What is better than its contract, and contracts in folders.
@Suite struct RatchetTests {
  /// Contracts of relu and erf, and one of relu that bounds more than relu needs.
  private func prepared() throws -> Files {
    let files = try Files()
    let seed = ["seed", "relu", "erf", "--format", "float16", "-o", files.path("c")]
    try #require(try Run(seed).status == 0)
    try FileManager.default.createDirectory(
      at: files.folder.appending(path: "c/a"), withIntermediateDirectories: true)
    _ = try files.write(
      "{\"kernel\": \"relu\", \"format\": \"float16\", \"function\": \"relu\", \"max_ulp\": 2}",
      "c/a/loose.json")
    _ = try files.write("not a contract", "c/readme.md")
    return files
  }

  @Test func betterIsNoFailure() throws {
    let files = try prepared()
    let loose = files.path("c/a/loose.json")
    let (xml, md) = (files.path("j.xml"), files.path("s.md"))
    let run = try Run(["check", loose, "--junit", xml, "--markdown", md])
    #expect(run.status == 0 && run.out.hasPrefix("IMPROVED  relu float16  "), "\(run)")
    #expect(run.out.contains("\n  improved        max_ulp 0, bound 2, 0.0 % used"), "\(run)")
    let junit = try String(contentsOfFile: xml, encoding: .utf8)
    #expect(junit.contains("failures=\"0\"") && !junit.contains("<failure"), "\(junit)")
    #expect(junit.contains("<system-out>improved: max_ulp 0"), "\(junit)")
    let summary = try String(contentsOfFile: md, encoding: .utf8)
    #expect(summary.contains("| relu float16 | IMPROVED | max_ulp 0, bound 2"), "\(summary)")
    #expect(summary.contains("- **relu float16** improved: max_ulp 0, bound 2"), "\(summary)")
  }

  @Test func aRatchetTurnsOneWay() throws {
    let files = try prepared()
    let loose = files.path("c/a/loose.json")
    let (xml, md) = (files.path("j.xml"), files.path("s.md"))
    let run = try Run(["check", loose, "--ratchet", "--junit", xml, "--markdown", md])
    #expect(run.status == 1 && run.out.hasPrefix("BROKEN  relu float16  "), "\(run)")
    #expect(run.out.contains("\n  tighten         max_ulp 0, bound 2"), "\(run)")
    let junit = try String(contentsOfFile: xml, encoding: .utf8)
    #expect(junit.contains("failures=\"1\"") && junit.contains(">tighten: max_ulp 0"), "\(junit)")
    let summary = try String(contentsOfFile: md, encoding: .utf8)
    #expect(summary.contains("| BROKEN |") && summary.contains("** tighten: max_ulp 0"))
    #expect(try Run(["check", "--ratchet", files.path("c/float16")]).status == 0)
  }

  /// Every contract below, in order of its path; through a link too.
  @Test func folders() throws {
    let files = try prepared()
    let run = try files.run("ln -s c there; $GA check there c/float16/")
    let lines = run.out.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map {
      $0.split(separator: " ")
    }
    #expect(run.status == 0, "\(run)")
    #expect(
      lines.map { $0.last.map(String.init) } == [
        "there/a/loose.json", "there/float16/erf.json", "there/float16/relu.json",
        "c/float16/erf.json", "c/float16/relu.json",
      ], "\(run)")
    let kept = try files.run("$GA check c --junit c/float16/erf.json")
    #expect(kept.status == 2 && kept.err.contains("would overwrite a file"), "\(kept)")
    let empty = try files.run("mkdir e; $GA check e")
    #expect(
      empty.status == 2
        && empty.err == "gelu-accuracy: e: no contract, which ends in .json, is below\n",
      "\(empty)")
  }
}
