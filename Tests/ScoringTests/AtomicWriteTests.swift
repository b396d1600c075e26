import Foundation
import Testing

@testable import Scoring

/// A write leaves the old file or the new one, and nothing beside it.
@Suite struct AtomicWriteTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "atomic-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func replacesAndKeepsTheMode() throws {
    try inFolder { folder in
      let path = folder.appending(path: "a file").path
      try writeAtomically(Data("one".utf8), to: path)
      chmod(path, 0o640)
      try writeAtomically(Data("two".utf8), to: path)
      var status = stat()
      stat(path, &status)
      #expect(status.st_mode & 0o7777 == 0o640)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
      #expect(try names(folder) == ["a file"])
    }
  }

  @Test func symlinksStay() throws {
    try inFolder { folder in
      let (link, target) = (folder.appending(path: "link"), folder.appending(path: "target"))
      try Data("old".utf8).write(to: target)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
      try writeAtomically(Data("new".utf8), to: link.path)
      #expect(try String(contentsOf: target, encoding: .utf8) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == target.path)
    }
  }

  @Test func onlyFilesAreReplaced() throws {
    try inFolder { (folder: URL) throws -> Void in
      let fifo = folder.appending(path: "fifo").path
      #expect(mkfifo(fifo, 0o600) == 0)
      for path in [fifo, folder.path, folder.path + "/absent/file"] {
        let error = #expect(throws: ScoringError.self) { try writeAtomically(Data(), to: path) }
        #expect(error?.description.hasPrefix("cannot write \(path): ") == true)
      }
      #expect(try names(folder) == ["fifo"])
    }
  }

  /// What a process that is no more left goes; what a living one is writing, and what is of another file
  /// or machine, stays.
  @Test func leftoversGo() throws {
    try inFolder { folder in
      let path = folder.appending(path: "run").path
      var host = [CChar](repeating: 0, count: 256)
      gethostname(&host, 255)
      let name = String(
        decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let dead = try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", "exit 0"])
      dead.waitUntilExit()
      let id = dead.processIdentifier
      let kept = [
        ".run.\(name)-\(getppid())-1.new", ".run.elsewhere-\(id)-1.new", ".ran.\(name)-\(id)-1.new",
        ".run.\(name)-x-1.new",
      ]
      for file in kept + [".run.\(name)-\(id)-1.new", ".run.\(name)-\(id)-22.new"] {
        try Data("half".utf8).write(to: folder.appending(path: file))
      }
      try writeAtomically(Data("whole".utf8), to: path)
      #expect(try names(folder) == (kept + ["run"]).sorted())
    }
  }

  @Test func threadsDoNotMeet() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "atomic-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "run").path
    try Parallel.forEach(0..<64, threads: 8) {
      try writeAtomically(Data(repeating: UInt8($0), count: 10_000), to: path)
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(data.count == 10_000 && Set(data).count == 1)
    #expect(try names(folder) == ["run"])
  }
}
