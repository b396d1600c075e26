import Foundation
import Testing

/// The scripts of Examples/slurm and Examples/gnu-parallel, run for real on a small problem: the
/// merged score is the undivided one, bit for bit.
@Suite struct BatchSystemTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "batch-\(UUID())")
  private static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples")

  private func whole() throws -> String {
    try Run([
      "measure", "relu", "--format", "float32", "--inputs", "sample:9000", "--json", "-",
    ]).out
  }

  /// Runs a script in the folder; the status and what it wrote to standard error.
  private func shell(
    _ script: String, _ arguments: [String], _ environment: [String: String]
  ) throws -> (status: Int32, err: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [Self.examples.appending(path: script).path] + arguments
    process.currentDirectoryURL = folder
    let ours = [
      "GELU_ACCURACY": try Run.executable().path, "FORMAT": "float32", "INPUTS": "sample:9000",
    ]
    process.environment = ProcessInfo.processInfo.environment
      .merging(ours) { $1 }.merging(environment) { $1 }
    let err = Pipe()
    process.standardError = err
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  private func merged() throws -> String {
    try String(contentsOf: folder.appending(path: "relu.json"), encoding: .utf8)
  }

  /// What a Slurm array does: tasks in any order, one that was lost and is submitted alone.
  @Test func slurm() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func task(_ i: Int, of count: Int, _ more: [String: String] = [:]) throws -> Int32 {
      try shell(
        "slurm/sweep.sh", ["relu"],
        ["SLURM_ARRAY_TASK_ID": "\(i)", "SLURM_ARRAY_TASK_COUNT": "\(count)"].merging(more) { $1 }
      ).status
    }
    #expect(try task(3, of: 3) == 0 && task(1, of: 3) == 0)
    let early = try shell("slurm/merge.sh", ["relu"], ["PARTS": "3"])
    #expect(early.status == 2 && early.err.contains("2 of 3 parts"))
    #expect(try task(2, of: 1, ["PARTS": "3"]) == 0)
    // Submitted again though it was done: nothing changes.
    #expect(try task(1, of: 1, ["PARTS": "3"]) == 0)
    #expect(try shell("slurm/merge.sh", ["relu"], ["PARTS": "3"]).status == 0)
    #expect(try merged() == whole())
  }

  /// With GNU parallel where it is installed, and with a stand-in that does one part after another.
  @Test(arguments: [false, true]) func gnuParallel(_ isStandIn: Bool) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    if isStandIn {
      let script = """
        #!/bin/sh
        while case $1 in --*) true ;; *) false ;; esac do shift 2; done
        command=
        while [ "$1" != ::: ]; do command="$command $1"; shift; done
        shift
        for i; do sh -c "$(echo "$command" | sed "s/{}/$i/g")" || exit 1; done
        """
      let file = folder.appending(path: "parallel")
      try Data(script.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    } else if !path.split(separator: ":").contains(where: {
      FileManager.default.isExecutableFile(atPath: "\($0)/parallel")
    }) {
      return
    }
    let found = isStandIn ? ["PATH": "\(folder.path):\(path)"] : [:]
    let run = try shell("gnu-parallel/sweep.sh", ["relu", "3"], found)
    #expect(run.status == 0, "\(run.err)")
    #expect(try merged() == whole())
    // A failing part ends it, with that part's complaint.
    let wrong = try shell("gnu-parallel/sweep.sh", ["reluu", "3"], found)
    #expect(wrong.status != 0 && wrong.err.contains("reluu"))
  }
}
