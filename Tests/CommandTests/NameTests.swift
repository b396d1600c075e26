import Foundation
import Testing

/// Names as people write them: aliases of formats, and what is meant by a name that is not there.
@Suite struct NameTests {
  @Test(arguments: [
    ("fp16", "float16"), ("half", "float16"), ("bf16", "bfloat16"), ("fp8_e4m3", "float8_e4m3fn"),
    ("e5m2", "float8_e5m2"), ("e4m3fn_sat", "float8_e4m3fn_sat"),
  ]) func formats(_ alias: String, _ name: String) throws {
    let what = ["measure", "relu", "--region", "1:2", "--format"]
    let run = try Run(what + [alias])
    #expect(run.status == 0 && run.out.hasPrefix("relu \(name) against"), "\(run)")
    #expect(try run.out == Run(what + [name]).out)
  }

  @Test func formatsOfInputsAndBits() throws {
    let mixed = try Run([
      "measure", "erf", "--input-format", "fp32", "--format", "bf16", "--region",
      "bf16:0x3f80:1.01",
    ])
    #expect(
      mixed.out.hasPrefix("erf float32 to bfloat16") || mixed.out.contains("float32"), "\(mixed)")
    #expect(mixed.status == 0 && mixed.err.contains("= bfloat16 bits of 1"), "\(mixed)")
  }

  @Test(arguments: [
    (
      ["measure", "erf", "--format", "fp8"],
      "'fp8'; did you mean fp8_e4m3, fp8_e4m3_sat or fp8_e5m2?; one"
    ),
    (
      ["measure", "erf", "--format", "Float32"],
      "'Float32'; did you mean float32?; one of float16, "
    ),
    (["measure", "erf", "--format", "bfloat"], "did you mean bfloat16?"),
    (["oracle", "1", "--function", "GELU"], "unknown function 'GELU'; did you mean gelu?; one of"),
    (["oracle", "1", "--function", "gelu_tanh"], "did you mean gelu-tanh?"),
    (
      ["measure", "ERF", "--format", "float16"],
      "unknown kernel \"ERF\" for float16; did you mean erf?"
    ),
  ]) func nearest(_ arguments: [String], _ line: String) throws {
    let run = try Run(arguments)
    #expect(BadOptionTests.problem(run) == nil && run.err.contains(line), "\(run)")
  }

  @Test(arguments: [
    ("measur", "unknown subcommand 'measur'; did you mean measure?; 'gelu-accuracy --help' lists"),
    ("Check", "unknown subcommand 'Check'; did you mean check?"),
    ("work", "unknown subcommand 'work'; 'gelu-accuracy --help' lists them"),
    ("nonsense", "unknown subcommand 'nonsense'; 'gelu-accuracy --help' lists them"),
  ]) func subcommands(_ name: String, _ line: String) throws {
    let run = try Run([name, "erf", "--format", "float16"])
    #expect(
      run.status == 64 && run.out.isEmpty && run.err.hasPrefix("gelu-accuracy: \(line)"), "\(run)")
    #expect(try Run(["help", "measure"]).status == 0)
  }
}

/// `list`, searched.
@Suite struct ListTests {
  private func names(_ arguments: [String]) throws -> [String] {
    let run = try Run(["list"] + arguments)
    #expect(run.status == 0, "\(run)")
    return run.out.split(separator: "\n").map { String($0.split(separator: " ")[0]) }
  }

  @Test func words() throws {
    let pytorch = try names(["pytorch"])
    #expect(pytorch.count > 20 && pytorch.contains("erf") && !pytorch.contains("best"))
    #expect(try names(["PYTORCH"]) == pytorch)
    // All of several words, wherever they stand.
    let both = try names(["pytorch", "TANH"])
    #expect(!both.isEmpty && both.count < pytorch.count && Set(both).isSubset(of: pytorch))
    // Names and formulas.
    #expect(try names(["erfc("]).contains("erfc") && names(["backward"]).count > 10)
  }

  /// A whole name is explained, though others have it in theirs.
  @Test func aNameIsExplained() throws {
    let run = try Run(["list", "erf"])
    #expect(run.out.hasPrefix("erf\n  function   gelu\n  formula "), "\(run)")
    #expect(try Run(["list", "erf", "--function", "gelu"]).out == run.out)
  }

  @Test func filters() throws {
    let all = try names([])
    let silu = try names(["--function", "silu"])
    #expect(!silu.isEmpty && silu.contains("silu") && !silu.contains("erf"))
    let gradients = try names(["--derivative"])
    #expect(gradients.contains("erf-backward") && !gradients.contains("erf"))
    #expect(try names(["--derivative=0"]).count + gradients.count == all.count)
    #expect(try names(["--used-by", "PyTorch"]).allSatisfy { all.contains($0) })
    let few = try names(["erf", "--used-by", "pytorch", "--derivative", "--function", "gelu"])
    #expect(!few.isEmpty && few.allSatisfy { $0.contains("backward") }, "\(few)")
    let json = try Run(["list", "pytorch", "--json", "-"])
    let list = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [Any]
    #expect(try list?.count == names(["pytorch"]).count)
  }

  @Test(arguments: [
    (["pytorch", "nowhere"], "no kernel has all of this"), (["erff"], "did you mean erf, erfc?"),
    (["--function", "gleu"], "unknown function 'gleu'; did you mean gelu or elu?"),
    (["--used-by", "nobody"], "no kernel has all of this; 'gelu-accuracy list' shows all"),
  ]) func nothing(_ arguments: [String], _ line: String) throws {
    let run = try Run(["list"] + arguments)
    #expect(BadOptionTests.problem(run) == nil && run.err.contains(line), "\(run)")
  }
}
