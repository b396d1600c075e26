import Foundation
import Testing

/// The command as its users meet it: a child process, its output and its exit status.
struct Run {
  var status: Int32
  var out, err: String

  init(status: Int32, out: String, err: String) {
    (self.status, self.out, self.err) = (status, out, err)
  }

  init(_ arguments: [String], _ environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = try Run.executable()
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (out, err) = (Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = err
    process.standardInput = FileHandle.nullDevice
    try process.run()
    self.out = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.err = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }

  /// The command that was built with these tests, beside their bundle.
  static func executable() throws -> URL {
    let places =
      [URL(fileURLWithPath: CommandLine.arguments[0])] + Bundle.allBundles.map(\.bundleURL)
    let found = places.map { $0.deletingLastPathComponent().appending(path: "gelu-accuracy") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    return try #require(found, "the command is not built beside the tests")
  }
}

@Suite struct CommandTests {
  @Test func measureJSONHasItsKeys() throws {
    let run = try Run(["measure", "erf", "--format", "bfloat16", "--json", "-"])
    #expect(run.status == 0)
    let score = try #require(
      JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    let keys = [
      "function", "derivative", "kernel", "format", "flush", "inputs", "bound", "scored", "max_ulp",
      "max_ulp_input", "max_ulp_output", "max_steps", "max_steps_input", "mean_ulp", "rms_ulp",
      "mean_signed_ulp", "correctly_rounded", "faithful", "classes", "specials", "histogram",
      "regions", "worst",
    ]
    for key in keys { #expect(score[key] != nil, "\(key)") }
    let classes = try #require(score["classes"] as? [String: Int])
    #expect(
      Set(classes.keys) == [
        "nan_for_number", "infinite_for_finite", "number_for_nan", "wrong_sign", "lost_zero_sign",
        "flushed", "flushed_subnormal", "not_monotone", "exceeds_input",
      ])
    #expect(score["scored"] as? Int == 65536 && score["bound"] as? String == "exact")
  }

  @Test func listExplains() throws {
    let run = try Run(["list", "erf"])
    #expect(run.out.contains("formula") && run.out.contains("relative error 57 %"))
    #expect(try Run(["list"]).out.split(separator: "\n").count >= 60)
  }

  @Test func aBrokenContractIs1() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "contracts-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Run(["seed", "relu", "--format", "float16", "-o", folder.path]).status == 0)
    let path = folder.appending(path: "float16/relu.json")
    #expect(try Run(["check", path.path]).status == 0)
    let text = try String(contentsOf: path, encoding: .utf8)
    let worse = text.replacing("\"max_steps\" : 0", with: "\"max_steps\" : 3")
    #expect(worse != text)
    try worse.write(to: path, atomically: true, encoding: .utf8)
    let run = try Run(["check", path.path, "--ratchet"])
    #expect(run.status == 1 && run.out.contains("tighten"))
    let better = try Run(["check", path.path])
    #expect(better.status == 0 && better.out.hasPrefix("IMPROVED  relu float16"), "\(better)")
    try text.replacing("\"kernel\" : \"relu\"", with: "\"kernel\" : \"erf\"")
      .write(to: path, atomically: true, encoding: .utf8)
    let broken = try Run(["check", path.path])
    #expect(broken.status == 1 && broken.out.hasPrefix("BROKEN  erf float16"), "\(broken)")
  }

  /// Inputs to a file, an identity over them by copying, and its score: the way of kernels that run
  /// elsewhere.
  @Test func filesGoAndComeBack() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (x, y) = (folder.appending(path: "x.npy").path, folder.appending(path: "y.npy").path)
    let emitted = try Run([
      "emit-inputs", "--format", "bfloat16", "--function", "relu", "--order", "shuffled", "-o", x,
    ])
    #expect(emitted.status == 0)
    try FileManager.default.copyItem(atPath: x, toPath: y)
    let score = try Run(["score", "--inputs", x, "--outputs", y])
    // The identity is relu on the positive half and at −0.
    #expect(score.status == 0 && score.out.contains("32641 of 65280 correctly rounded"))
    let command = try Run([
      "validate", "--command", "cat", "--format", "bfloat16", "--function", "relu",
    ])
    #expect(command.out.contains("32641 of 65280 correctly rounded"))
  }

  /// Shards in any order, and a run begun elsewhere, give the score of the whole.
  @Test func shardsAndResumeGiveTheSameBits() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "shards-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let what = ["measure", "tanh", "--format", "bfloat16", "--inputs", "exhaustive"]
    let whole = try Run(what + ["--json", "-", "--threads", "1"]).out
    for i in [2, 3, 1] {
      #expect(try Run(what + ["--shard", "\(i)/3", "--output", path("\(i)")]).status == 0)
    }
    let merged = try Run(["merge", path("3"), path("1"), path("2"), "--json", "-"])
    #expect(merged.status == 0 && merged.out == whole)
    // A shard's file is a beginning that the whole run goes on from.
    let resumed = try Run(what + ["--resume", path("2"), "--json", "-"])
    #expect(resumed.status == 0 && resumed.out == whole)
    #expect(try Run(["merge", path("1"), path("1")]).status == 2)
    #expect(try Run(["merge", path("1")]).status == 2)
    try Data("{".utf8).write(to: URL(fileURLWithPath: path("4")))
    #expect(try Run(["merge", path("4")]).status == 2)
  }
}
