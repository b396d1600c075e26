import Foundation
import Testing

/// The command's own account of its subcommands and options, so that a new one cannot be forgotten
/// by the tests.
struct Help: Decodable {
  struct Command: Decodable {
    var commandName: String
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  struct Argument: Decodable {
    struct Name: Decodable { var name: String }
    var kind: String
    var names: [Name]?
    var valueName: String?
    var isOptional: Bool
  }

  var command: Command

  /// All that users call; `worker` is how the command calls itself.
  static func subcommands() throws -> [Command] {
    let text = try Run(["--experimental-dump-help"]).out
    let help = try JSONDecoder().decode(Help.self, from: Data(text.utf8))
    return (help.command.subcommands ?? []).filter { !["help", "worker"].contains($0.commandName) }
  }
}

extension Help.Command {
  /// The long names of options that take a value.
  var options: [String] {
    (arguments ?? []).filter { $0.kind == "option" }.compactMap { $0.names?.first?.name }
  }

  var hasRequiredArguments: Bool { (arguments ?? []).contains { !$0.isOptional } }
}

/// A folder of its own with the files that some subcommands want, removed at the end.
final class Files {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "gelu-accuracy-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  func write(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: folder.appending(path: name))
    return path(name)
  }

  /// Inputs and outputs of relu in bfloat16, a score's part, and a contract.
  func prepare() throws {
    let emit = ["emit-inputs", "--format", "bfloat16", "--function", "relu", "-o", path("x.npy")]
    try #require(try Run(emit).status == 0)
    try FileManager.default.copyItem(atPath: path("x.npy"), toPath: path("y.npy"))
    let part = ["measure", "relu", "--format", "float16", "--shard", "1/1", "-o", path("part")]
    try #require(try Run(part).status == 0)
    let page =
      ["validate", "--command", "cat", "--format", "float16", "--inputs", "sample:100"]
      + ["--report", path("rendered")]
    try #require(try Run(page).status == 0)
    try FileManager.default.createDirectory(
      atPath: path("scores"), withIntermediateDirectories: true)
    let score = [
      "measure", "relu", "--format", "float16", "--region", "1:1.1", "--json",
      path("scores/relu.json"),
    ]
    try #require(try Run(score).status == 0)
    let seed = ["seed", "relu", "--format", "float16", "-o", folder.path]
    try #require(try Run(seed).status == 0)
  }

  /// What makes each subcommand run quickly; a wrong option is then added.
  var goodArguments: [String: [String]] {
    let small = ["--format", "float16", "--region", "1:1.1"]
    return [
      "oracle": ["1", "--function", "gelu-tanh"],
      "list": [],
      "variants": [],
      "measure": ["relu", "--function", "gelu-tanh"] + small,
      "merge": [path("part")],
      "report": ["relu", "--sample", "100", "--output", path("report")],
      "render": ["--output", path("rendered")],
      "emit-inputs": ["--format", "float16", "--output", path("inputs.npy")],
      "score": ["--inputs", path("x.npy"), "--outputs", path("y.npy")],
      "identify": ["relu", "--format", "float8_e5m2"],
      "diagnose": ["relu", "--format", "float8_e5m2"],
      "confusion": ["--format", "float8_e5m2"],
      "defects": ["--only", "twice-float8_e5m2"],
      "validate": ["--command", "cat", "--format", "float16", "--inputs", "sample:100"],
      "thresholds": ["--function", "relu", "--format", "float16"],
      "suprema": [],
      "structure": ["relu", "--format", "float16"],
      "split": ["erf", "--format", "float16", "--samples", "2"],
      "tables": [],
      "hardest": ["--function", "gelu", "--output", path("hardest")],
      "seed": ["relu", "--format", "float16", "--output", path("contracts")],
      "check": [path("float16/relu.json")],
      "benchmark": ["relu", "--stride", "65536"],
      "costs": ["relu", "--rounds", "1", "--milliseconds", "1"],
      "gelu-page": [
        "--costs", DocumentationTests.root.appending(path: "Reports/costs.jsonl").path,
        "--output", path("documentation"),
      ],
      "filter": ["relu", "--format", "float16"],
      "explore": ["--scores", path("scores"), "--output", path("explore.html")],
      "compare": ["relu", "leaky-relu"] + small,
      "plot": [path("scores/relu.json")],
    ]
  }
}
