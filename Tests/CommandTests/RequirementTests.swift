import GELUAccuracy
import Testing

/// What a user's own test sees: only `GELUAccuracy` is imported here, and common words are the test's own.
@Suite struct RequirementTests {
  /// Names that a test file is likely to have; the suite's own of the same names are not in the way.
  enum Region { case left, right }
  struct Interval { var low = 0, high = 1 }
  typealias Structure = [Region: Interval]

  @Test func whatHoldsGivesItsScore() throws {
    let score = try requireAccuracy("relu", against: Function(named: "relu")!, maxUlp: 0) {
      (x: BFloat16) in x.double < 0 ? BFloat16(bitPattern: 0) : x
    }
    #expect(score.correctlyRounded == score.numbers && Structure().isEmpty)
  }

  /// x·(1 + erf(x/√2))/2 in float32, rounded once to bfloat16.
  private static func lossy(_ x: BFloat16) -> BFloat16 {
    let kernel = try? Catalogue.kernel(named: "erf", for: BFloat16.self)
    var (input, output) = ([x], [x])
    input.withUnsafeBufferPointer { i in
      output.withUnsafeMutableBufferPointer { o in try? kernel?.evaluate(i, into: o) }
    }
    input = output
    return input[0]
  }

  @Test func whatBreaksNamesTheWorstInputs() throws {
    let failure = try #require(throws: AccuracyFailure.self) {
      try requireAccuracy("erf", maxUlp: 1) { (x: BFloat16) in Self.lossy(x) }
    }
    let text = "\(failure)"
    for line in [
      "max_ulp is 254.933609, at most 1", "flushed is 161, at most 0",
      "nan_for_number is 1, at most 0",
      "1 of 11 special values are wrong", "erf bfloat16 against gelu, 65536 inputs (exhaustive)",
      "x = -8.625 (0xc10a): got ",
      "zero for a normal number at x = -13.125 (0xc152): got -0, want -1.55",
    ] { #expect(text.contains(line), "\(text)") }
  }

  /// As `--require` has it: what is not named is not required.
  @Test func aRequirementIsReadFromText() throws {
    let score = try score("erf") { (x: BFloat16) in Self.lossy(x) }
    let some = try AccuracyRequirement("max_ulp=1, wrong_sign=0,broken_specials=0,flushed=160")
    #expect("\(some)" == "max_ulp=1, wrong_sign=0, broken_specials=0, flushed=160")
    #expect(
      some.violations(of: score) == [
        "max_ulp is 254.933609, at most 1", "1 of 11 special values are wrong",
        "flushed is 161, at most 160",
      ])
    #expect(try AccuracyRequirement("max_ulp=254.933609,wrong=325").violations(of: score).isEmpty)
    #expect(throws: ScoringError.self) { try AccuracyRequirement("max_ulps=1") }
  }

  @Test func classesMayBeAllowed() throws {
    var allowed = ClassCounts()
    (allowed.flushed, allowed.flushedSubnormal, allowed.notMonotone) = (161, 7, 9)
    let failure = try #require(throws: AccuracyFailure.self) {
      try requireAccuracy("erf", maxUlp: 255, allowed: allowed) { (x: BFloat16) in Self.lossy(x) }
    }
    #expect(
      failure.violations == ["nan_for_number is 1, at most 0", "1 of 11 special values are wrong"])
  }
}
