import Foundation
import Testing

/// A run that is killed, or stopped with Ctrl-C, goes on from its file to the undisturbed score.
@Suite struct InterruptionTests {
  private static let what = [
    "measure", "erf", "--format", "float32", "--inputs", "exhaustive", "--region=-8:-7",
  ]

  @Test(arguments: [(SIGKILL, 2), (SIGINT, 1)]) func goesOn(_ signal: Int32, _ threads: Int) throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "stop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "run.json").path
    let arguments = Self.what + ["--threads", "\(threads)", "--resume", file, "--json", "-"]

    let process = Process()
    process.executableURL = try Run.executable()
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The file is first written after a quarter of a second.
    while process.isRunning, !FileManager.default.fileExists(atPath: file) { usleep(20_000) }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    // 0: it was done before the signal came.
    #expect([0, signal == SIGKILL ? SIGKILL : 130].contains(process.terminationStatus))
    let left = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
        as? [String: Any])
    #expect(left["done"] != nil)

    let resumed = try Run(arguments)
    #expect(resumed.status == 0 && resumed.out == Self.undisturbed, "\(resumed.err)")
  }

  /// Ctrl-C leaves nothing of an expression that was compiled for the run.
  @Test(.enabled(if: Compiler.exists)) func anExpressionGoes() throws {
    let files = try Files()
    let run = try files.run(
      """
      mkdir tmp; set -m
      TMPDIR=$PWD/tmp $GA validate --expression '(usleep(200), x)' --cxxflags '-include unistd.h' --format float32 \
        --inputs exhaustive --no-place & child=$!
      while test -z "$(ls tmp/*/libexpression.so 2>/dev/null)" && kill -0 $child; do sleep 0.05; done
      sleep 1; kill -INT $child; wait $child; echo status $?; sleep 0.5; ls tmp
      """)
    #expect(run.out == "status 130\n" && run.err.contains("nothing is kept"), "\(run)")
  }

  private static let undisturbed = (try? Run(what + ["--json", "-"]).out) ?? "it failed"
}
