import Foundation
import Testing

/// Bad input to every option of every subcommand: one line on standard error, nothing on standard
/// output, status 2. The options come from the command itself; an option or subcommand that is new
/// fails here until it has its line.
@Suite struct BadOptionTests {
  /// A value that no subcommand can take.
  static let badValues: [String: String] = [
    "format": "fp8", "input-format": "fp8", "function": "swish", "derivative": "9", "scale": "x",
    "cubic": "-1", "slope": "2", "digits": "0",
    "json": "/nowhere/at/all.json", "inputs": "/nowhere/some.npy", "region": "3:1",
    "flush": "never", "require": "max_ulp=x", "accept": "-", "used-by": "nobody at all",
    "threads": "0", "resume": "/proc/nowhere/at.all", "shard": "3/2", "sample": "1", "samples": "1",
    "exhaustive": "erff", "manifest": "/nowhere/m.json", "junit": "/nowhere/at/all.xml",
    "markdown": "/nowhere/at/all.md", "form": "x", "symbol": "nothing",
    "inputs-file": "/nowhere/x.npy", "outputs-file": "/nowhere/y.npy", "dy": "zero",
    "kernel": ",", "order": "random", "tile": "0", "length": "0",
    "args": "zzz", "length-type": "long", "expression": " ", "source": "/nowhere/k.hpp",
    "cxxflags": "-O9",
    "outputs": "/nowhere/y.npy", "tensor": "nothing", "x-tensor": "nothing",
    "y-tensor": "nothing", "second": "sum", "seconds": "x", "second-tensor": "nothing",
    "library": "/nowhere/lib.so",
    "command": "exit 3", "timeout": "0", "start-timeout": "0",
    "alignment": "3", "stride": "0", "output": "/proc/nowhere/at.all",
    "report": "/proc/nowhere/at.all", "name": "a/b", "only": "no such defect",
    "baseline": "/nowhere/costs.jsonl", "costs": "/nowhere/costs.jsonl", "rounds": "0",
    "milliseconds": "0", "flags": " ", "scores": "/proc/nowhere/scores",
    "snippet": "rust", "weights": "normal(sigma=x)",
  ]

  /// Options that say nothing by themselves.
  static let exceptions: Set = [
    // A name in a library or in a file of several tensors, read only where there is one.
    "validate --symbol", "score --tensor", "score --y-tensor",
    // Any whole number is a rotation.
    "emit-inputs --shift",
  ]

  @Test func everyOption() throws {
    let files = try Files()
    try files.prepare()
    for command in try Help.subcommands() {
      let name = command.commandName
      let good = try #require(files.goodArguments[name], "no arguments known for \(name)")
      for option in command.options where !Self.exceptions.contains("\(name) --\(option)") {
        let bad = try #require(Self.badValues[option], "no bad value known for \(name) --\(option)")
        let arguments = [name] + good + ["--\(option)=\(bad)"]
        expectOneLine(try Run(arguments), arguments)
      }
    }
  }

  /// The same arguments without the bad option are good.
  @Test func goodArgumentsAreGood() throws {
    let files = try Files()
    try files.prepare()
    for (name, good) in files.goodArguments
    where !["suprema", "tables", "hardest", "report", "benchmark", "variants"].contains(name) {
      let run = try Run([name] + good)
      #expect(run.status == 0, "\(name) \(good): \(run.err)")
    }
  }

  @Test(arguments: [
    ["oracle", "three"], ["oracle", "1", "1..5"], ["oracle", "0x"], ["oracle", "--", "--3"],
    ["oracle", "1e99999999999999999999"], ["oracle", "3\n4"], ["oracle", "bits:4248"],
    ["oracle", "bits:123", "--format", "float16"],
    ["oracle", "bits:3f800000", "--format", "float64"],
    ["oracle", "1", "--digits", "2001"], ["oracle", "1", "--scale", "2"],
    ["oracle", "1", "--function", "silu", "--scale", "2"],
    ["oracle", "1", "--function", "gelu-sigmoid", "--scale", "0.06"],
    ["list", "erff"], ["measure", "erff", "--format", "float32"],
    ["measure", "erf", "erff", "--format", "float16", "--region", "1:1.01"],
    ["measure", "erf", "--format", "float64", "--inputs", "exhaustive"],
    ["measure", "erf", "--format", "float16", "--inputs", "sample"],
    ["measure", "erf", "--format", "float16", "--inputs", "sample:-1"],
    ["measure", "erf", "--format", "float16", "--inputs", "sample:10:x"],
    ["measure", "erf", "--format", "float16", "--inputs", "sample:99999999999999999999"],
    ["measure", "erf", "--format", "float16", "--region", "1"],
    ["measure", "erf", "--format", "float16", "--region", "a:b"],
    ["measure", "erf", "--format", "float16", "--region", "nan:1"],
    ["measure", "erf", "--format", "float16", "--region", "70000:80000"],
    ["measure", "erf", "--format", "float16", "--threads", "1025"],
    ["merge", "/dev/null"], ["merge", "/nowhere/part.json"], ["check", "/dev/null"],
    ["check", "/nowhere.json"], ["hardest", "--function", "relu"], ["report", "erff"],
    ["render", "erff"], ["render", "erf", "--all"], ["render", "--output", "/nowhere"],
    ["seed", "erff", "--format", "float16"], ["benchmark", "erff"],
    ["validate", "--format", "float32"], ["validate", "--command", "cat", "--format", "fp8"],
    ["validate", "--library", "/nowhere.so", "--symbol", "f", "--format", "float32"],
    ["emit-inputs", "--format", "float16", "-o", "x.unknown"],
    ["measure", "erf", "--format", "float16", "--shard", "1/2"],
    ["measure", "erf", "--format", "float64", "--inputs", "search:x"],
    ["measure", "erf", "--format", "float64", "--inputs", "search:0"],
    ["score", "--inputs", "/dev/null", "--outputs", "/dev/null"],
  ]) func others(_ arguments: [String]) throws { expectOneLine(try Run(arguments), arguments) }

  private func expectOneLine(_ run: Run, _ arguments: [String]) {
    let problem = Self.problem(run)
    #expect(problem == nil, "\(arguments): \(problem ?? "")")
  }

  /// What a refusal lacks, or nil.
  static func problem(_ run: Run) -> String? {
    if run.status != 2 { return "status \(run.status), \(run.err)" }
    if !run.out.isEmpty { return "printed \(run.out.prefix(80))" }
    let isOneLine = run.err.hasSuffix("\n") && !run.err.dropLast().contains("\n")
    guard isOneLine, run.err.hasPrefix("gelu-accuracy: "), run.err.count > 30 else {
      return "said '\(run.err)'"
    }
    return nil
  }

  @Test func lesserRefusalsAreSeen() {
    let good = Run(status: 2, out: "", err: "gelu-accuracy: unknown format 'fp8'; one of\n")
    #expect(Self.problem(good) == nil)
    var mutants = [Run](repeating: good, count: 7)
    mutants[0].status = 64
    mutants[1].status = 0
    mutants[2].out = "[]\n"
    mutants[3].err += "Usage: gelu-accuracy\n"
    mutants[4].err = "Fatal error: Unexpectedly found nil while unwrapping\n"
    mutants[5].err = ""
    mutants[6].err = "gelu-accuracy: \n"
    #expect(mutants.allSatisfy { Self.problem($0) != nil })
  }
}

/// Wrong usage is 64 and help is 0, for every subcommand.
@Suite struct UsageTests {
  @Test func everySubcommand() throws {
    for command in try Help.subcommands() {
      let name = command.commandName
      let help = try Run([name, "--help"])
      #expect(help.status == 0 && help.out.contains("USAGE: gelu-accuracy \(name)"), "\(name)")
      let unknown = try Run([name, "--nonsense"])
      #expect(unknown.status == 64 && unknown.out.isEmpty, "\(name): \(unknown.status)")
      #expect(!unknown.err.isEmpty, "\(name)")
      // What may be a flag needs no value.
      for option in command.options where option != "derivative" {
        let missing = try Run([name, "--\(option)"])
        #expect(
          missing.status == 64 && missing.out.isEmpty, "\(name) --\(option): \(missing.status)")
      }
      if command.hasRequiredArguments {
        #expect(try Run([name]).status == 64, "\(name) without arguments")
      }
    }
  }

  @Test func theCommandItself() throws {
    #expect(try Run(["--help"]).status == 0)
    #expect(try Run(["nonsense"]).status == 64)
    #expect(try Run(["--nonsense"]).status == 64)
  }
}
