import Foundation
import Testing

/// The examples for Slurm, GNU parallel, ssh and Kubernetes: `Tests/clusters.sh` runs them on a small
/// problem, with what is installed here and stand-ins for the rest.
@Suite struct BatchSystemTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func everyExampleGivesTheUndividedScore() throws {
    let script = Self.root.appending(path: "Tests/clusters.sh").path
    let run = try Run(
      shell: "exec '\(script)' '\(try Run.executable().path)'",
      in: FileManager.default.temporaryDirectory)
    #expect(run.status == 0, "\(run.err)")
  }

  /// A shard that was cut short is named, where others are whole.
  @Test func aShortShardIsNamed() throws {
    let files = try Files()
    let what = "$GA measure relu --format float32 --inputs sample:60000"
    // A shard of 300 has one chunk, as one of three does that was cut short.
    for (name, shard) in [("1", "1/3"), ("2", "2/300"), ("3", "3/3")] {
      let run = try files.run("\(what) --shard \(shard) -o \(name).json")
      #expect(run.status == 0, "\(run)")
    }
    let merged = try files.run("$GA merge 1.json 2.json 3.json")
    #expect(merged.status == 2 && merged.err.contains("; cut short: 2.json, "), "\(merged)")
    let twice = try files.run("$GA merge 1.json 3.json")
    #expect(twice.status == 2 && !twice.err.contains("cut short"), "\(twice)")
  }
}
