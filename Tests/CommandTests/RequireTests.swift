import Foundation
import Testing

/// `--require`: a gate in one line.
@Suite struct RequireTests {
  private func measure(_ require: String, _ more: [String] = []) throws -> Run {
    try Run(["measure", "erf", "--format", "bfloat16", "--require", require] + more)
  }

  @Test func whatHolds() throws {
    let run = try measure("max_ulp=255, flushed=161,wrong=325,max_steps=13215,mean_ulp=0.5")
    #expect(
      run.status == 0
        && run.out.hasSuffix(
          "\nHOLDS  max_ulp=255, flushed=161, wrong=325, max_steps=13215, mean_ulp=0.5\n"),
      "\(run)")
  }

  /// Each key that there is, just broken, with its input.
  @Test(arguments: [
    ("max_ulp=2", "max_ulp is 254.933609 at x = -8.625 (0xc10a), at most 2"),
    ("max_ulp=254.9336", "max_ulp is 254.933609 at x = -8.625 (0xc10a), at most 254.9336"),
    ("max_finite_ulp=2", "max_finite_ulp is 254.933609 at x = -8.625 (0xc10a), at most 2"),
    ("max_steps=13214", "max_steps is 13215 at x = -5.5625 (0xc0b2), at most 13214"),
    ("mean_ulp=0.47", "mean_ulp is 0.47032, at most 0.47"),
    ("nan_for_number=0", "nan_for_number is 1 at x = -inf, at most 0"),
    ("flushed=160", "flushed is 161 at x = -"),
    ("flushed_subnormal=6", "flushed_subnormal is 7 at"),
    ("not_monotone=8", "not_monotone is 9 at"),
    ("broken_specials=0", "broken_specials is 1 at x = -inf, at most 0"),
    ("wrong=324", "wrong is 325 of 65280, at most 324"),
  ]) func whatIsBroken(_ require: String, _ line: String) throws {
    // What is named beside it holds, and what is not named is not required.
    let run = try measure("wrong_sign=0,\(require)")
    let last = run.out.split(separator: "\n").last ?? ""
    #expect(run.status == 1 && run.err.isEmpty && last.hasPrefix("BROKEN \(line)"), "\(run)")
    #expect(run.out.components(separatedBy: "BROKEN").count == 2, "\(run)")
  }

  @Test func jsonIsNotDisturbed() throws {
    let json = try measure("flushed=0,max_ulp=2", ["--json", "-"])
    #expect(json.status == 1 && json.err.hasPrefix("BROKEN flushed is 161 at x = "), "\(json.err)")
    #expect(json.err.contains("\nBROKEN max_ulp is ") && json.err.hasSuffix(", at most 2\n"))
    #expect((try? JSONSerialization.jsonObject(with: Data(json.out.utf8))) != nil)
    let good = try measure("infinite_for_finite=0", ["--json", "-"])
    #expect(good.status == 0 && good.err == "HOLDS  infinite_for_finite=0\n", "\(good.err)")
    // A file is written before the verdict.
    let files = try Files()
    #expect(try measure("max_ulp=2", ["--json", files.path("s.json")]).status == 1)
    #expect(try files.names == ["s.json"])
  }

  @Test func severalKernels() throws {
    let run = try Run([
      "measure", "relu", "erf", "--format", "bfloat16", "--require", "max_ulp=0.5",
    ])
    #expect(run.status == 1 && run.out.hasSuffix("(0xc10a), at most 0.5\n"), "\(run)")
    #expect(run.out.contains("BROKEN erf: max_ulp is") && !run.out.contains("BROKEN relu"))
  }

  @Test(arguments: [
    ("max_ul=2", "unknown key 'max_ul'; did you mean max_ulp?"),
    ("MAX_ULP=2", "unknown key 'MAX_ULP'; did you mean max_ulp?"),
    ("infinite=0", "unknown key 'infinite'; did you mean infinite_for_finite?"),
    (
      "speed=1", "unknown key 'speed'; one of max_ulp, max_finite_ulp, max_steps, mean_ulp, nan_for"
    ),
    ("max_ulp", "cannot read 'max_ulp'; write KEY=NUMBER by commas"),
    ("", "cannot read ''; write"), ("max_ulp=2,", "cannot read ''; write"),
    ("=2", "cannot read '=2'"),
    ("max_ulp=2=3", "cannot read 'max_ulp=2=3'"),
    ("max_ulp=nan", "'max_ulp' takes a finite number that is not negative, not 'nan'"),
    ("max_ulp=inf", "'max_ulp' takes a finite number"),
    ("mean_ulp=-1", "'mean_ulp' takes a finite"),
    ("flushed=0.5", "'flushed' takes a whole number that is not negative, not '0.5'"),
    ("wrong=-1", "'wrong' takes a whole number"), ("flushed=", "'flushed' takes a whole number"),
    ("flushed=0,flushed=1", "'flushed' is given twice"),
  ]) func refused(_ require: String, _ line: String) throws {
    for command in [
      ["measure", "erf", "--format", "bfloat16"], ["score", "--inputs", "/nowhere"],
    ] {
      let run = try Run(command + ["--require", require])
      #expect(BadOptionTests.problem(run) == nil, "\(run)")
      #expect(run.err.hasPrefix("gelu-accuracy: --require: \(line)"), "\(run.err)")
    }
  }

  @Test func goesWithOneWholeScore() throws {
    let shard = try measure("flushed=0", ["--shard", "1/2", "-o", "/tmp/never"])
    #expect(shard.status == 2 && shard.err.contains("--require goes with a whole score"))
    let all = ["validate", "--command", "cat", "--format", "float16", "--flush", "all"]
    let run = try Run(all + ["--require", "flushed=0"])
    #expect(run.status == 2 && run.err.contains("--require goes with one flush model"))
  }

  @Test func kernelsOfOnesOwn() throws {
    let files = try Files()
    try files.prepare()
    for what in [
      ["validate", "--command", "cat", "--format", "bfloat16", "--function", "relu"],
      ["score", "--inputs", files.path("x.npy"), "--outputs", files.path("y.npy")],
    ] {
      let broken = try Run(what + ["--require", "max_ulp=1,nan_for_number=0"])
      #expect(broken.status == 1 && broken.out.contains("\nBROKEN max_ulp is "), "\(broken)")
      let good = try Run(what + ["--require", "nan_for_number=0"])
      #expect(good.status == 0 && good.out.hasSuffix("\nHOLDS  nan_for_number=0\n"), "\(good)")
    }
    let recorded = try files.write("x_hex,y_hex\n3c00,3c00\nbc00,bc00\n", "xy.csv")
    let run = try Run([
      "score", "--inputs", recorded, "--format", "float16", "--function", "relu", "--require",
      "wrong=0",
    ])
    #expect(run.status == 1 && run.out.hasSuffix("\nBROKEN wrong is 1 of 2, at most 0\n"), "\(run)")
  }

  @Test(.enabled(if: Compiler.exists)) func eachDyIsNamed() throws {
    let what = [
      "validate", "--library", ValidateTests.library, "--symbol", "reluback", "--format",
      "bfloat16",
      "--backward", "--dy", "1,2", "--require", "wrong=0", "--function",
    ]
    let good = try Run(what + ["relu"])
    #expect(good.status == 0 && good.out.hasSuffix("\nHOLDS  wrong=0\n"), "\(good)")
    let broken = try Run(what + ["gelu"])
    #expect(broken.status == 1 && broken.out.contains("\nBROKEN dy 1: wrong is "), "\(broken)")
    #expect(broken.out.contains("\nBROKEN dy 0x4000: wrong is "), "\(broken)")
  }
}
