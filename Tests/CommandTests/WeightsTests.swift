import Foundation
import Testing

/// `--weights`: what errors mean where inputs are not all equally likely.
@Suite struct WeightsTests {
  private func line(_ run: Run) -> String {
    run.out.split(separator: "\n").first { $0.hasPrefix("  under  ") }.map(String.init) ?? ""
  }

  @Test func sixteenBitsAreWeighedUnasked() throws {
    let best = try Run(["measure", "best", "--format", "float16"])
    #expect(
      line(best).hasPrefix("  under  N(0,1): 100 % right, 100 % faithful; mean 0.2"), "\(best)")
    let wide = try Run(["measure", "best", "--format", "float16", "--weights", "normal(sigma=2)"])
    #expect(line(wide).hasPrefix("  under  normal(sigma=2): 100 % right"), "\(wide)")
    #expect(line(best).dropFirst(20) != line(wide).dropFirst(30))
    let sample = try Run(["measure", "best", "--format", "float16", "--inputs", "sample:100"])
    #expect(sample.status == 0 && line(sample).isEmpty)
  }

  @Test func histogramsAreRead() throws {
    let files = try Files()
    let path = try files.write("-1,0,1\n0, 0.5 ,3e0\n", "h.csv")
    let json = files.path("score.json")
    let run = try Run(
      ["measure", "relu", "--function", "gelu", "--format", "bfloat16", "--weights", path]
        + ["--json", json])
    #expect(line(run).hasPrefix("  under  a histogram of 2 bins: "), "\(run)")
    let scores = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: json)))
    let score = try #require((scores as? [[String: Any]])?.first ?? scores as? [String: Any])
    let weighted = try #require(score["weighted"] as? [String: Any])
    #expect(weighted["weights"] as? String == "a histogram of 2 bins")
    let right = try #require(weighted["right"] as? [String: Double])
    #expect(right["low"].map { $0 >= 0 } == true && right["high"].map { $0 < 0.2 } == true)
    for (text, word) in [
      ("", "has no weight above zero"), ("1,2", "line 1: '1,2' is not low,high,weight"),
      ("1,2,x", "line 1"), ("2,1,1", "line 1: 2.0,1.0,1.0 is no interval"),
      ("1,2,1\n1.5,3,1", "line 2: 1.5 lies below the end of the line before"),
      ("1,2,-1\n2,3,2", "line 1"), ("1,inf,1", "line 1"), ("0,1,0", "no weight above zero"),
    ] {
      let bad = try files.write(text, "bad.csv")
      let run = try Run(["measure", "best", "--format", "float16", "--weights", bad])
      #expect(BadOptionTests.problem(run) == nil && run.err.contains(word), "\(text): \(run)")
    }
  }

  @Test func refusals() throws {
    let measure = ["measure", "best", "--format"]
    let cases: [([String], String)] = [
      (measure + ["float32", "--weights", "normal"], "weights need every input"),
      (measure + ["float64", "--weights", "normal"], "weights need every input"),
      (
        measure + ["float16", "--inputs", "sample:9", "--weights", "normal"],
        "weights need every input"
      ),
      (
        measure + ["float64", "--inputs", "search:count=9", "--weights", "normal"],
        "not with a search"
      ),
      (measure + ["float16", "--weights", "normal(sigma=0)"], "S from 1e-6 to 1e6"),
      (measure + ["float16", "--weights", "/nowhere/h.csv"], "no such file"),
      (
        ["validate", "--command", "cat", "--format", "float16", "--backward", "--dy", "1"]
          + ["--weights", "normal"], "not with --dy"
      ),
      (
        ["validate", "--command", "cat", "--format", "int8(scale=0.1)", "--weights", "normal"],
        "not with codes"
      ),
    ]
    for (arguments, word) in cases {
      let run = try Run(arguments)
      #expect(BadOptionTests.problem(run) == nil && run.err.contains(word), "\(arguments): \(run)")
    }
  }

  /// Shards of a weighted run join to the whole; one with other weights is another run.
  @Test func parts() throws {
    let files = try Files()
    let run = [
      "measure", "relu", "--function", "gelu", "--format", "float32", "--inputs", "exhaustive",
      "--region", "1:1.2", "--weights",
    ]
    let (one, two) = (files.path("1.json"), files.path("2.json"))
    #expect(try Run(run + ["normal", "--shard", "1/2", "-o", one]).status == 0)
    #expect(try Run(run + ["normal", "--shard", "2/2", "-o", two]).status == 0)
    let whole = try Run(run + ["normal"])
    let merged = try Run(["merge", one, two])
    #expect(line(whole).contains("N(0,1) in the region: "), "\(whole)")
    #expect(line(merged) == line(whole), "\(merged)")
    let other = try Run(run + ["normal(sigma=2)", "--resume", one, "--shard", "1/2"])
    #expect(other.status == 2, "\(other)")
    let another = files.path("3.json")
    #expect(try Run(run + ["normal(sigma=2)", "--shard", "2/2", "-o", another]).status == 0)
    let mixed = try Run(["merge", one, another])
    #expect(
      mixed.status == 2 && mixed.err.contains("weights N(0,1) and normal(sigma=2"), "\(mixed)")
  }
}
