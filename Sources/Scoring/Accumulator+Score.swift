import FloatingPointFormats
import Foundation
import Oracle

extension Accumulator {
  /// The finished score. Inputs that are named are evaluated again in multiple precision.
  func score(
    _ judge: Judge, kernel: String, inputs: InputSummary, isExact: Bool
  ) throws -> Score {
    let certified = try regions.map { try judge.certify($0.worst) }
    let worst = certified.flatMap { $0 }.sorted(by: WorstEntry.precedes).prefix(TopList.capacity)
    var whole = RegionAccumulator(columns: 0)
    for region in regions {
      var part = region
      part.profile = []
      whole.merge(part)
    }
    let format = judge.format
    let steps = whole.maxStepsPosition == .max ? nil : whole.maxStepsPosition
    return Score(
      function: judge.oracle.function.name, derivative: judge.oracle.derivative,
      dy: judge.oracle.factor == 1 ? nil : format.hex(format.bits(of: judge.oracle.factor)),
      kernel: kernel,
      format: format, flush: judge.flush, inputs: inputs, bound: isExact ? .exact : .largestKnown,
      scored: scored, numbers: numbers,
      maxUlp: worst.first?.entry.ulp ?? roundedUp(regions.map { $0.profile.max() ?? 0 }.max() ?? 0),
      maxUlpInput: worst.first?.entry.input ?? "", maxUlpOutput: worst.first?.entry.output ?? "",
      maxSteps: whole.maxSteps,
      maxStepsInput: steps.map { format.hex(format.bits(position: $0)) } ?? "",
      meanUlp: whole.mean(whole.sums.magnitude),
      rmsUlp: certifiedDigits(whole.ratio(whole.sums.squares).squareRoot()),
      meanSignedUlp: whole.mean(whole.sums.signed), correctlyRounded: whole.correctlyRounded,
      faithful: whole.faithful, classes: classes,
      classExamples: Dictionary(
        uniqueKeysWithValues: examples.map { c, e in
          (c.rawValue, Example(input: format.hex(e.input), output: format.hex(e.output)))
        }),
      specials: try judge.specials(specials), histogram: whole.histogram.bins,
      regions: zip(judge.map.regions, zip(regions, certified)).map { region, found in
        region.score(found.0, found.1.first?.entry, format)
      },
      worst: worst.map(\.entry), rungs: rungs)
  }
}

extension RegionAccumulator {
  /// Inputs whose error is a finite number.
  private var finite: Int { histogram.total }

  func ratio(_ sum: Double) -> Double { finite == 0 ? 0 : sum / Double(finite) }
  func mean(_ sum: Double) -> Double { certifiedDigits(ratio(sum)) }
}

/// A mean to the digits that are certain: each error is known to 2^−24 ULP, so six decimals of a
/// mean below one, six significant digits of a larger one.
func certifiedDigits(_ x: Double) -> Double {
  guard x.isFinite, x != 0 else { return x }
  if x.magnitude < 1 { return (x * 1e6).rounded() / 1e6 }
  return Double(String(format: "%.6g", x)) ?? x
}

extension Region {
  func score(_ found: RegionAccumulator, _ worst: WorstInput?, _ format: FormatName) -> RegionScore
  {
    func bits(_ ordinal: Int) -> String {
      // The region around zero begins and ends at nonzero numbers, so no sign of zero is lost.
      format.hex(format.bits(position: format.position(ordinal: ordinal)))
    }
    return RegionScore(
      name: name, from: bits(from), to: bits(to), count: found.count,
      maxUlp: worst?.ulp ?? roundedUp(found.profile.max() ?? 0),
      maxUlpInput: worst?.input ?? "", meanUlp: found.mean(found.sums.magnitude),
      correctlyRounded: found.correctlyRounded,
      profile: found.profile.map { $0 < 0 ? nil : roundedUp($0) })
  }
}

/// Up to three significant digits, never less than the number; −1, for nothing scored, as 0.
func roundedUp(_ x: Double) -> Double {
  guard x.isFinite else { return x }
  // What the estimate itself may be off by.
  return roundedUp(max(0, x) * (1 + 0x1p-20), digits: 3)
}

/// A worst input with the exact key it is sorted by.
struct WorstEntry {
  var entry: WorstInput
  var size: Double
  var position: UInt64

  static func precedes(_ a: WorstEntry, _ b: WorstEntry) -> Bool {
    a.size != b.size ? a.size > b.size : a.position < b.position
  }
}

extension Judge {
  /// Evaluates a region's worst inputs again on rung 3.
  func certify(_ list: TopList) throws -> [WorstEntry] {
    try list.candidates.filter { $0.size > 0 }.map { candidate in
      let y = format.value(bits: candidate.output)
      let truth = try expected(at: candidate.input)
      let ulp = y.isFinite ? try certifiedError(of: y, at: candidate.input) : .infinity
      let steps = distance(y, truth)
      let entry = WorstInput(
        input: format.hex(candidate.input), output: format.hex(candidate.output),
        truth: decimal(at: candidate.input), truthBits: format.hex(format.bits(of: truth)),
        ulp: Double(String(format: "%.9g", ulp.magnitude)) ?? ulp.magnitude, steps: steps)
      return WorstEntry(entry: entry, size: ulp.magnitude, position: candidate.position)
    }.sorted(by: WorstEntry.precedes)
  }

  /// The verdicts on the special inputs that were among those scored.
  func specials(_ seen: [SpecialOutput]) throws -> [Special] {
    try seen.sorted { position($0.input) < position($1.input) }.map { special in
      let (x, y) = (format.value(bits: special.input), format.value(bits: special.output))
      guard !x.isNaN else {
        return Special(
          input: format.hex(special.input), expected: "nan", got: format.hex(special.output),
          ok: y.isNaN)
      }
      let expected = try expected(at: special.input)
      let bits = format.bits(of: expected)
      var ok = bits == special.output
      if !ok, x.isFinite, x != 0, y.isFinite, y.sign == expected.sign {
        ok = try isWithinUlp(y, at: special.input)
      }
      return Special(
        input: format.hex(special.input), expected: format.hex(bits),
        got: format.hex(special.output), ok: ok)
    }
  }
}
