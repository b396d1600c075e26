import Foundation
import Testing

/// `compare` of scores and contracts, what it writes, and what it refuses.
@Suite struct CompareFileTests {
  private static func measured(_ files: Files, _ kernel: String, _ more: [String] = []) throws
    -> String
  {
    let path = files.path("\(kernel).json")
    let run = try Run(["measure", kernel, "--format", "bfloat16", "--json", path] + more)
    try #require(run.status == 0, "\(run)")
    return path
  }

  @Test func scores() throws {
    let files = try Files()
    let (erf, erfc) = (try Self.measured(files, "erf"), try Self.measured(files, "erfc"))
    let worse = try Run(["compare", erfc, erf])
    #expect(
      worse.status == 1 && worse.out.hasPrefix("A  erfc\nB  erf\nbfloat16 against gelu, 65536"))
    #expect(worse.out.contains("BROKEN B is worse than A: max_ulp 254.933609 at 0xc10a, in A 0.5"))
    #expect(try Run(["compare", erf, erfc]).status == 0)
    #expect(try Run(["compare", erf, erf, "--require", "same"]).status == 0)
    let tanh = try Self.measured(files, "tanh")
    let other = try Run(["compare", erf, tanh])
    #expect(
      other.status == 2
        && other.err
          == "gelu-accuracy: the scores answer different questions: function gelu and gelu-tanh\n",
      "\(other)")
    let (left, right) = (
      try Self.measured(files, "relu", ["--inputs", "sample:100"]),
      try Self.measured(files, "silu", ["--function", "relu"])
    )
    #expect(
      try Run(["compare", left, right]).err.contains("inputs sample:100:20240229 and exhaustive"))
  }

  @Test func contracts() throws {
    let files = try Files()
    for kernel in ["erf", "erfc"] {
      let seed = ["seed", kernel, "--format", "bfloat16", "-o", files.folder.path]
      try #require(try Run(seed).status == 0)
    }
    let (erf, erfc) = (files.path("bfloat16/erf.json"), files.path("bfloat16/erfc.json"))
    let run = try Run(["compare", erfc, erf])
    #expect(run.status == 1 && run.out.contains("bounds of contracts"), "\(run)")
    #expect(run.out.contains("BROKEN B is worse than A: max_ulp 254.934, in A 0.5"), "\(run)")
    let score = try Self.measured(files, "erf")
    let mixed = try Run(["compare", erf, score])
    #expect(mixed.status == 2 && mixed.err.contains("is a score, the other a contract"), "\(mixed)")
  }

  @Test func whatIsWritten() throws {
    let files = try Files()
    let (json, markdown) = (files.path("c.json"), files.path("c.md"))
    let run = try Run([
      "compare", "erfc", "erf", "--format", "bfloat16", "--json", json, "--markdown", markdown,
    ])
    #expect(run.status == 1)
    let text = try String(contentsOfFile: markdown, encoding: .utf8)
    #expect(text.hasPrefix("**BROKEN B is worse than A: max_ulp 254.933609"), "\(text)")
    #expect(text.contains("A is `erfc`, B is `erf`: bfloat16 against gelu, all 65536 inputs."))
    #expect(text.contains("| deep tail | 177 of 178 | 177 | 0 | 0 | 177 | 0 |"), "\(text)")
    // A table has as many cells in each row.
    for block in text.components(separatedBy: "\n\n") where block.hasPrefix("|") {
      let cells = block.split(separator: "\n").map { $0.components(separatedBy: " |").count }
      #expect(Set(cells).count == 1, "\(block)")
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: json))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for key in [
      "kernels", "function", "format", "flush", "inputs", "bound", "figures", "outputs", "worse",
    ] {
      #expect(object[key] != nil, "\(key)")
    }
    let outputs = try #require(object["outputs"] as? [String: Any])
    #expect((outputs["tolerances"] as? [Any])?.count == 7 && outputs["differing"] as? Int == 197)
  }

  @Test(arguments: [
    (["erf", "truth", "--inputs-file", "x.npy"], "--inputs-file and --x-tensor go with outputs"),
    (["erf", "erfc"], "say in which format"),
    (["erf", "erff", "--format", "float32"], "unknown kernel \"erff\" for float32"),
    (["truth", "truth", "--format", "float32"], "truth and truth are the same"),
    (
      ["erf", "./lib.so", "--format", "float32"], "is a library; say which function: ./lib.so:NAME"
    ),
    (["erf", "command: ", "--format", "float32"], "'command:' names no command"),
    (["erf", "./k.so:", "--format", "float32"], "names no function behind the colon"),
    (["erf", "y.npy:", "--format", "float32"], "names no tensor behind the colon"),
    (["erf", "y.npy", "--format", "float32"], "y.npy: no such file"),
    (["erf", "s.json", "--format", "float32"], "is a score or a contract, and is compared with"),
    (["erf", "erf-backward", "--format", "float32"], "compute derivatives of different order"),
    (
      ["erf", "erfc", "--format", "int8(scale=1,zero-point=0)"], "kernels of codes are not compared"
    ),
    (["erf", "erfc", "--format", "float64", "--inputs", "all"], "float64 has 2^64 inputs"),
    (["erf", "erfc", "--format", "float32", "--scalar"], "go with functions of a library"),
    (
      ["erf", "erfc", "--format", "float32", "--library", "a", "--command", "b"], "give one of them"
    ),
    (["a.json", "b.json", "--format", "float32"], "scores and contracts say what they are of"),
    (
      ["erf", "erfc", "--format", "float16", "--require", "better"],
      "no-worse, no-input-worse, same, none"
    ),
  ]) func refused(_ arguments: [String], _ words: String) throws {
    let run = try Run(["compare"] + arguments)
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(words), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run)")
  }

  /// What usual tests would say of one kernel, held to the correctly rounded results.
  @Test func allclose() throws {
    let files = try Files()
    let run = try files.run(
      """
      $GA validate --command "$GA filter erf --format bfloat16" --format bfloat16 --no-place --allclose --json v.json
      """)
    #expect(
      run.status == 0 && run.out.contains("  tests  held to the correctly rounded results"),
      "\(run)")
    // Off by 255 ulp, and let pass four times over.
    #expect(
      run.out.contains("torch.testing.assert_close     rtol 0.016, atol 1e-05: passes, at most 0."))
    #expect(
      run.out.contains("numpy.testing.assert_allclose  rtol 1e-07, atol 0.0: fails at 325 inputs"),
      "\(run)")
    let data = try Data(contentsOf: URL(fileURLWithPath: files.path("v.json")))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["allclose"] as? [[String: Any]])?.count == 7)
    try files.prepare()
    let score = try files.run("$GA score --inputs x.npy --outputs y.npy --allclose")
    #expect(score.status == 0 && score.out.contains("torch.allclose"), "\(score)")
    let pairs = try files.run(
      "$GA validate --command cat --format float16 --second up --allclose")
    #expect(
      pairs.status == 2 && pairs.err.contains("--allclose takes no --dy, --second"), "\(pairs)")
  }
}
