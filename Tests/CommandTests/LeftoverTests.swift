import Foundation
import Testing

/// However a run ends, what it started ends with it.
@Suite struct LeftoverTests {
  private static func isAlive(_ id: pid_t) -> Bool {
    guard kill(id, 0) == 0 else { return false }
    // A corpse that nobody has waited for is none.
    guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let state = stat.split(separator: ")").last?.split(separator: " ").first
    else { return true }
    return state != "Z"
  }

  /// Waits up to some seconds.
  private func eventually(_ isSo: () -> Bool) -> Bool {
    for _ in 0..<1500 {
      if isSo() { return true }
      usleep(10_000)
    }
    return false
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
  func aHungCommandEndsWithItsRun(_ signal: Int32) throws {
    let files = try Files()
    let file = files.path("ids")
    let process = Process()
    process.executableURL = try Run.executable()
    process.arguments = [
      "validate", "--format", "float16", "--command",
      "echo $$ > '\(file)'; sleep 600 & echo $! >> '\(file)'; wait",
    ]
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    var ids: [pid_t] = []
    #expect(
      eventually {
        ids = ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n")
          .compactMap { pid_t($0) }
        return ids.count == 2
      })
    #expect(ids.allSatisfy(Self.isAlive))
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    #expect(eventually { !ids.contains(where: Self.isAlive) }, "\(ids)")
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.contains("nothing is kept") == (signal == SIGINT), "\(text)")
  }

  /// Ctrl-C says what is kept, and what would keep it.
  @Test func ctrlCNamesResume() throws {
    let process = Process()
    process.executableURL = try Run.executable()
    process.arguments = ["measure", "erf", "--format", "float32", "--inputs", "exhaustive"]
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    usleep(700_000)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == SIGINT && text.contains("--resume FILE"), "\(text)")
    #expect(text.split(separator: "\n").count == 1)
  }

  @Test func fewDescriptorsAreSaid() throws {
    let exe = try Run.executable().path
    for limit in [12, 16, 20] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = [
        "-c",
        "ulimit -n \(limit); exec '\(exe)' validate --command cat --format bfloat16 --function relu",
      ]
      let (out, errors) = (Pipe(), Pipe())
      (process.standardOutput, process.standardError) = (out, errors)
      try process.run()
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect([0, 2].contains(process.terminationStatus), "\(limit): \(text)")
      #expect(!text.contains("Invalid argument"), "\(limit): \(text)")
      if process.terminationStatus == 2 { #expect(text.contains("ulimit -n"), "\(text)") }
    }
  }
}
