import FloatingPointFormats
import Scoring
import Testing
import Verdicts

@testable import Reporting

/// Each rule by a score that it alone holds for.
@Suite struct VerdictTests {
  private func score(_ errors: [Int: Double], rest: Double = 0.4) -> Score {
    var fixture = Fixture()
    fixture.errors = fixture.errors.indices.map { errors[$0] ?? rest }
    return fixture.score
  }

  @Test func goodKernels() {
    #expect(Verdict(score([:])).kind == .correctlyRounded)
    #expect(Verdict(score([:])).sentence.hasPrefix("**Correctly rounded** on all 13,000 finite"))
    #expect(Verdict(score([4: 0.51])).kind == .faithful)
    #expect(Verdict(score([4: 2.3])).mark == "within 3 ulp")
    #expect(Verdict(score([4: 16])).kind == .within(16))
    #expect(Verdict(score([4: 16.1])).mark == "worst in “dip”")
    let text = Verdict(score([2: 300, 4: 16.1, 9: 3])).sentence
    #expect(text.contains("**Off by more than 16 ulp** in “deep tail” and “dip”."))
    #expect(text.contains("Largest error: 300 ulp at -13 (`0xc150`), in the region “deep tail”."))
    #expect(text.contains("below 1 ulp outside “deep tail”, “dip” and “near zero +”."))
  }

  @Test func halfUlpThatIsRoundedTheWrongWay() {
    var s = score([7: 0.5])
    s.correctlyRounded -= 1
    #expect(Verdict(s).kind == .faithful && Verdict(s).sentence.contains("nearly half-way case"))
    s.correctlyRounded += 1
    #expect(!Verdict(s).sentence.contains("half-way"))
  }

  @Test func nothingAndNoError() {
    var s = score([:])
    (s.maxUlp, s.maxUlpInput) = (0, "")
    #expect(Verdict(s).sentence.contains("Every result is exact."))
    s.maxUlp = 0.015625
    #expect(Verdict(s).sentence.contains("No error exceeds 0.01562 ulp."))
    s.numbers = 0
    #expect(
      Verdict(s).kind == .nothing && Verdict(s).sentence == "**Nothing scored**: no finite input.")
  }

  /// The gravest class names the kind; the others are said as well.
  @Test func classesFromTheGravestOn() {
    var s = score([2: 255])
    s.classes.notMonotone = 1
    s.classes.flushedSubnormal = 3
    #expect(Verdict(s).mark == "worst in “deep tail”")
    #expect(
      Verdict(s).sentence.contains(
        "Also: 3 subnormal results flushed to zero and 1 pair of neighbours out of order."))
    s.classes.flushed = 161
    #expect(Verdict(s).mark == "flushes to zero")
    s.classExamples["flushed"] = Example(input: "0xc10a", output: "0x8000")
    #expect(Verdict(s).kind == .flushed(161, tail: true) && Verdict(s).mark == "loses the tail")
    #expect(
      Verdict(s).sentence.contains("161 inputs whose truth is a normal number, first at -8.6"))
    s.classes.wrongSign = 2
    #expect(Verdict(s).mark == "wrong sign" && Verdict(s).sentence.contains("161 zeros for normal"))
    s.classes.infiniteForFinite = 1
    #expect(Verdict(s).mark == "overflows")
    s.classes.nanForNumber = 4
    #expect(Verdict(s).mark == "NaN" && Verdict(s).sentence.contains("1 infinity,"))
    #expect(!Verdict(s).isSound)
  }

  @Test func nanIsNamedByItsRegion() {
    var s = score([:])
    s.classes.nanForNumber = 1000
    s.regions[12].profile = s.regions[12].profile.map { _ in nil }
    #expect(Verdict(s).sentence.hasPrefix("**NaN** for 1,000 finite inputs, in “rounds to x”."))
  }

  /// Where a score has ranges, they are said in place of the first input and the regions.
  @Test func rangesAreNamed() {
    var s = score([:])
    func range(_ from: String, _ to: String) -> ClassPlaces.Range {
      ClassPlaces.Range(from: from, to: to, count: 3)
    }
    s.classes.nanForNumber = 3
    s.classRanges = [
      "nan_for_number": ClassPlaces(
        inputs: 3, ranges: 1, atInfinities: nil, list: [range("0x4128", "0x412b")])
    ]
    #expect(
      Verdict(s).sentence.hasPrefix(
        "**NaN** for 3 finite inputs, from 10.5 (`0x4128`) to 10.6875 (`0x412b`)."))
    s.classes = ClassCounts()
    s.classes.wrongSign = 4
    s.classRanges = [
      "wrong_sign": ClassPlaces(
        inputs: 4, ranges: 2, atInfinities: nil,
        list: [range("0x4128", "0x412b"), range("0x4200", "0x4200")])
    ]
    #expect(
      Verdict(s).sentence.contains(
        "4 inputs, from 10.5 (`0x4128`) to 10.6875 (`0x412b`) and at 32 (`0x4200`)."))
    s.classRanges?["wrong_sign"]?.ranges = 20
    #expect(
      Verdict(s).sentence.contains(
        "4 inputs, in 20 ranges between 10.5 (`0x4128`) and 32 (`0x4200`)."))
  }

  /// A NaN or infinity at an infinite input is a broken special value and not the kind.
  @Test func infiniteInputsAreSpecial() {
    var s = score([4: 0.6])
    s.specials.append(Special(input: "0xff80", expected: "0x8000", got: "0xffc0", ok: false))
    s.classes.nanForNumber = 1
    #expect(Verdict(s).mark == "faithful")
    #expect(Verdict(s).sentence.hasSuffix("Special values: -inf gives NaN, not -0."))
    #expect(!Verdict(s).sentence.contains("Also"))
    s.specials[1].got = "0xff80"
    s.classes.nanForNumber = 0
    s.classes.infiniteForFinite = 1
    #expect(Verdict(s).mark == "faithful")
    s.classes.infiniteForFinite = 2
    #expect(Verdict(s).kind == .infinite(1))
  }
}
