import Foundation
import Testing

/// The command as its users meet it: a child process, its output and its exit status.
struct Run {
  var status: Int32
  var out, err: String

  init(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = try Run.executable()
    process.arguments = arguments
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

  var errorLines: [Substring] { err.split(separator: "\n") }
}

@Suite struct CommandTests {
  @Test func oraclePrintsEveryFunctionAndFormat() throws {
    let run = try Run(["oracle", "-3", "-1", "0", "1", "3"])
    #expect(run.status == 0 && run.err.isEmpty)
    let lines = run.out.split(separator: "\n")
    #expect(lines.count == 5 * 6 * 5)
    // The golden table's digits for Φ at ±1, and the usual bits of float32.
    #expect(run.out.contains("gelu(1) = 0.8413447460685429485852325456320379"))
    #expect(run.out.contains("gelu(-1) = -0.15865525393145705141476745436796"))
    #expect(run.out.contains("0xbe227686"))
    #expect(run.out.contains("relu(-3) = 0\n") && run.out.contains("leaky-relu(-3) = -0.03\n"))
  }

  @Test func oracleSaysWhereAnInputIsNotExact() throws {
    let run = try Run(["oracle", "0.1", "--function", "gelu", "--digits", "20"])
    #expect(run.out.contains("at 0x1.998p-4, the nearest x there"))
    #expect(run.out.split(separator: "\n").count == 5)
  }

  @Test func oracleJSONHasItsKeys() throws {
    let run = try Run(["oracle", "-3", "0.1", "--derivative", "--json", "-"])
    let all = try #require(
      JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
    #expect(all.count == 12)
    let first = try #require(all.first)
    #expect(Set(first.keys) == ["input", "function", "derivative", "digits", "value", "results"])
    let results = try #require(first["results"] as? [String: [String: Any]])
    #expect(Set(results.keys) == ["float16", "bfloat16", "float32", "float64"])
    #expect(results["float32"]?["bits"] as? String == "0xbc43b7ad")
  }

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

  /// Bad input: one line on standard error, nothing on standard output, status 2.
  @Test(arguments: [
    ["oracle", "three"], ["oracle", "1", "--function", "gelu2"], ["oracle", "1", "--digits", "0"],
    ["oracle", "bits:4248"], ["oracle", "1", "--format", "fp8"],
    ["oracle", "1", "--json", "/nowhere/at/all.json"],
    ["list", "erff"], ["list", "--format", "fp8"],
    ["measure", "erff", "--format", "float32"], ["measure", "erf", "--format", "fp8"],
    ["measure", "erf", "--format", "float16", "--inputs", "some"],
    ["measure", "erf", "--format", "float16", "--inputs", "sample:0"],
    ["measure", "erf", "--format", "float64", "--inputs", "exhaustive"],
    ["measure", "erf", "--format", "float16", "--function", "elu"],
    ["measure", "erf", "--format", "float16", "--region", "3:1"],
    ["measure", "erf", "--format", "float16", "--flush", "all"],
    ["measure", "erf", "--format", "float16", "--threads", "0"],
    ["measure", "erf", "--format", "float16", "--shard", "3/2"],
    ["measure", "erf", "--format", "float16", "--shard", "1/2"],
    ["measure", "erf", "--format", "bfloat16", "--resume", "/nowhere/at/all.json"],
    ["report", "--output", "/proc/nowhere"], ["report", "erff"], ["report", "--sample", "1"],
    ["seed", "erff", "--format", "float16"], ["seed", "relu", "--output", "/proc/nowhere"],
    ["validate", "--format", "float32"],
    ["validate", "--library", "/nowhere.so", "--symbol", "f", "--format", "float32"],
    ["validate", "--command", "exit 3", "--format", "float16"],
    ["validate", "--command", "cat", "--format", "float16", "--timeout", "0"],
    ["emit-inputs", "--format", "float16", "-o", "/nowhere/x.npy"],
    ["emit-inputs", "--format", "float16", "-o", "x.unknown"],
    ["emit-inputs", "--format", "float16", "--order", "random", "-o", "x.npy"],
    ["score", "--inputs", "/nowhere/x.npy", "--outputs", "y.npy"],
    ["measure", "erf", "--format", "float64", "--inputs", "search:x"],
    ["benchmark", "erff"], ["benchmark", "--stride", "0"],
    ["check", "/nowhere/contract.json"], ["merge", "/nowhere/part.json"],
  ]) func badInputIsOneLine(_ arguments: [String]) throws {
    let run = try Run(arguments)
    #expect(run.status == 2, "\(arguments): \(run.status)")
    #expect(run.errorLines.count == 1 && run.out.isEmpty, "\(arguments): \(run.err)")
    #expect(run.err.hasPrefix("gelu-accuracy: "))
  }

  @Test(arguments: [
    ["oracle"], ["measure"], ["measure", "erf"], ["nonsense"], ["list", "--nonsense"], ["check"],
  ]) func wrongUsageIs64(_ arguments: [String]) throws { #expect(try Run(arguments).status == 64) }

  @Test func helpIs0() throws { #expect(try Run(["--help"]).status == 0) }

  @Test func listExplains() throws {
    let run = try Run(["list", "erf"])
    #expect(run.out.contains("formula") && run.out.contains("pytorch/pytorch#187806"))
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
    let run = try Run(["check", path.path])
    #expect(run.status == 1 && run.out.contains("tighten"))
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
