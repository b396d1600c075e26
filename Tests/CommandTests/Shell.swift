import Foundation
import Testing

extension Run {
  /// A script for bash in a folder, where `$GA` is the command: for closed streams, pipes, signals.
  init(script: String, in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["GA": try Run.executable().path]
    ) { $1 }
    let (out, err) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (out, err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let printed = out.fileHandleForReading.readDataToEndOfFile()
    let said = err.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    self.init(
      status: process.terminationStatus, out: String(decoding: printed, as: UTF8.self),
      err: String(decoding: said, as: UTF8.self))
  }
}

extension Files {
  func run(_ script: String) throws -> Run { try Run(script: script, in: folder) }

  /// What the folder has, with what lies in its folders.
  var names: [String] {
    get throws { try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() }
  }
}
