import FloatingPointFormats
import Scoring
import Testing

@testable import Reporting

/// The table to cite has the figures of the scores.
@Suite struct ScoreTableTests {
  private func cells(_ score: Score) throws -> [String: String] {
    let lines = ScoreTable(scores: [score]).csv.split(separator: "\n")
    #expect(lines.count == 2)
    let values = lines[1].split(separator: ",", omittingEmptySubsequences: false)
    try #require(values.count == ScoreTable.columns.count)
    return Dictionary(uniqueKeysWithValues: zip(ScoreTable.columns, values.map(String.init)))
  }

  @Test func aRowIsAScore() throws {
    var score = Fixture().score
    score.classes.flushed = 161
    score.classes.flushedSubnormal = 7
    score.classes.nanForNumber = 2
    score.classes.infiniteForFinite = 3
    score.classes.wrongSign = 5
    score.specials[0].ok = false
    score.maxUlpInput = "0xc10a"
    let row = try cells(score)
    let expected = [
      "kernel": "made-up", "format": "bfloat16", "function": "gelu", "derivative": "0",
      "inputs": "exhaustive", "count": "13002", "max_ulp": "254.933609",
      "max_ulp_input": "-8.625", "max_ulp_input_bits": "0xc10a", "max_steps": "13215",
      "mean_ulp": "0.470321", "rms_ulp": "9.17329", "mean_signed_ulp": "-1.2e-05",
      "correctly_rounded": "10000", "faithful": "10000", "numbers": "13000",
      "nan_for_number": "2", "infinite_for_finite": "3", "wrong_sign": "5", "flushed": "161",
      "flushed_subnormal": "7", "specials_broken": "1", "normal_right_low": "",
      "normal_right_high": "",
    ]
    #expect(row == expected)
  }

  @Test func samplesAndInfinities() throws {
    var fixture = Fixture(format: .float32, bound: .largestKnown)
    fixture.errors[12] = .infinity
    let row = try cells(fixture.score)
    #expect(row["inputs"] == "sample" && row["max_ulp"] == "inf")
    // The double of the same value, not the shortest decimal that float32 tells apart.
    var score = fixture.score
    score.maxUlpInput = "0x3dcccccd"
    #expect(try cells(score)["max_ulp_input"] == "0.10000000149011612")
  }

  /// A function with constants has commas in its name.
  @Test func commasAreQuoted() {
    var score = Fixture().score
    score.kernel = "a,\"b\""
    #expect(ScoreTable(scores: [score]).csv.contains("\n\"a,\"\"b\"\"\",bfloat16,"))
  }
}
