import Foundation
import Testing

/// `check --scores` keeps what it measured, and `compare` holds the next run to it.
@Suite(.enabled(if: Compiler.exists)) struct CheckScoresTests {
  @Test func twoRunsAreCompared() throws {
    let files = try Files()
    let manifest = try CheckTests.manifest(files, mutant: "wrong")
    let run = try Run(["check", "--manifest", manifest, "--scores", files.path("new/scores")])
    #expect(run.status == 1, "\(run)")
    let names = ["mine-bfloat16-relu.json", "mine-bfloat16-relu-2.json"]
    let found = try FileManager.default.contentsOfDirectory(atPath: files.path("new/scores"))
    #expect(Set(found) == Set(names))
    let (good, bad) = (files.path("new/scores/\(names[0])"), files.path("new/scores/\(names[1])"))
    // What validate says of the same kernel.
    let score = try Run([
      "validate", "--library", ValidateTests.library, "--symbol", "relu", "--format", "bfloat16",
      "--function", "relu", "--name", "mine", "--json", files.path("validated.json"),
    ])
    #expect(score.status == 0, "\(score)")
    #expect(
      try Run(["compare", files.path("validated.json"), good, "--require", "same"]).status == 0)
    let worse = try Run(["compare", good, bad])
    #expect(worse.status == 1 && worse.out.contains("BROKEN B is worse than A"), "\(worse)")
    #expect(try Run(["compare", good, good]).status == 0)
  }

  /// A kernel that could not be run has no score, not that of an earlier run.
  @Test func noScoreIsLeft() throws {
    let files = try Files()
    let manifest = try CheckTests.manifest(files, mutant: "nothere")
    let old = try files.write("old", "mine-bfloat16-relu-2.json")
    let run = try Run(["check", "--manifest", manifest, "--scores", files.folder.path])
    #expect(run.status == 2, "\(run)")
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(FileManager.default.fileExists(atPath: files.path("mine-bfloat16-relu.json")))
  }
}
