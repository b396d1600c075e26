import Foundation
import Testing

/// `measure` from one format to another, its JSON, its parts, and what it refuses.
@Suite struct MixedFormatCommandTests {
  private static let mixed = [
    "measure", "erf", "--input-format", "bfloat16", "--format", "float16",
  ]

  @Test func scoresNameBothFormats() throws {
    let run = try Run(Self.mixed)
    #expect(run.status == 0, "\(run)")
    #expect(run.out.contains("erf bfloat16 to float16 against gelu, 65536 inputs (exhaustive)"))
    let json = try Run(Self.mixed + ["--json", "-"]).out
    #expect(json.contains("\"format\" : \"float16\"") && json.contains("\"input_format\""))
    let same = try Run(["measure", "erf", "--input-format", "float16", "--format", "float16"])
    let plain = try Run(["measure", "erf", "--format", "float16"])
    #expect(same.out == plain.out && plain.out.contains("erf float16 against gelu"))
  }

  /// Shards join to the whole, to the byte; one of another format does not join.
  @Test func shardsJoin() throws {
    let files = try Files()
    let whole = try Run(Self.mixed + ["--json", "-"])
    let joined = try files.run(
      """
      for i in 1 2 3; do
        $GA measure erf --input-format bfloat16 --format float16 --shard $i/3 -o p$i.json
      done
      $GA merge p*.json --json -
      $GA measure erf --format float16 --shard 1/3 -o other.json && $GA merge p2.json other.json
      """)
    #expect(joined.out.contains(whole.out), "\(joined)")
    #expect(joined.status != 0 && joined.err.contains("input format bfloat16 and float16"))
  }

  @Test(arguments: [
    (["--input-format", "float12"], "float12"),
    (
      ["--input-format", "float32", "--inputs", "search:count=10"],
      "a search takes no --input-format"
    ),
    (["--input-format", "float64", "--inputs", "exhaustive"], "2^64 inputs"),
  ]) func refusesWhatItCannotDo(_ options: [String], _ words: String) throws {
    let run = try Run(["measure", "erf", "--format", "float16"] + options)
    #expect(run.status != 0 && run.out.isEmpty && run.err.contains(words), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
  }

  /// A contract of a built-in kernel may be mixed; a scalar function of two formats is refused.
  @Test func contractsOfBuiltInKernels() throws {
    let files = try Files()
    let contract = """
      {"kernel": "erf", "function": "gelu", "derivative": 0, "format": "float16",
       "input_format": "bfloat16", "flush": "none", "inputs": "sample:300", "max_ulp": 1e9,
       "max_steps": 100000, "correctly_rounded": 0, "numbers": 303, "classes": {
       "nan_for_number": 9, "infinite_for_finite": 9, "number_for_nan": 9, "wrong_sign": 900,
       "lost_zero_sign": 900, "flushed": 900, "flushed_subnormal": 900, "not_monotone": 900,
       "exceeds_input": 900}, "broken_specials": ["0xff80"]SOURCE}
      """
    let run = try files.run(
      """
      echo '\(contract.replacing("SOURCE", with: ""))' > a.json
      echo '\(contract.replacing("SOURCE", with: ", \"source\": {\"library\": \"l.so\", \"symbol\": \"f\", \"form\": \"scalar\"}"))' > b.json
      $GA check a.json; $GA check b.json
      """)
    #expect(run.out.contains("erf bfloat16 to float16") && run.out.contains("max_ulp"), "\(run)")
    #expect(
      run.err.contains(
        "b.json: 'input_format' is another than 'format'; a scalar function has one"), "\(run)")
  }
}
