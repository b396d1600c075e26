import FloatingPointFormats
import Foundation
import Functions
import Oracle

extension Accumulator {
  /// The finished score. Inputs that are named are evaluated again in multiple precision.
  func score(
    _ judge: Judge, kernel: String, _ question: Question, isExact: Bool
  ) throws -> Score {
    let found = try regions.map { try RegionMaxima($0, judge) }
    var whole = RegionAccumulator(columns: 0)
    for region in regions {
      var part = region
      part.profile = []
      whole.merge(part)
    }
    let maxima = RegionMaxima(joining: found)
    let (input, output) = (question.signature.input, question.signature.output)
    let steps = whole.maxStepsPosition == .max ? nil : whole.maxStepsPosition
    var score = Score(
      kernel: kernel, question: question, bound: isExact ? .exact : .largestKnown,
      scored: scored, numbers: numbers, maxUlp: maxima.size,
      maxUlpInput: maxima.first?.entry.input ?? "",
      maxUlpOutput: maxima.first?.entry.output ?? "", maxUlpSecond: maxima.first?.entry.second,
      maxFiniteUlp: maxima.finiteSize,
      maxFiniteUlpInput: maxima.finite.first?.entry.input ?? "", maxSteps: whole.maxSteps,
      maxStepsInput: steps.map { input.hex(input.bits(position: $0)) } ?? "",
      meanUlp: whole.meanUlp, rmsUlp: whole.rmsUlp, meanSignedUlp: whole.meanSignedUlp,
      correctlyRounded: whole.correctlyRounded,
      faithful: whole.faithful, classes: classes,
      classExamples: Dictionary(
        uniqueKeysWithValues: examples.map { c, e in
          let second = judge.rows == nil ? nil : input.hex(e.second)
          return (
            c.rawValue,
            Example(input: input.hex(e.input), output: output.hex(e.output), second: second)
          )
        }),
      specials: try judge.specials(specials), histogram: whole.histogram.bins,
      regions: zip(judge.map.regions, zip(regions, found)).map { region, pair in
        region.score(pair.0, pair.1, input)
      },
      worst: maxima.entries.map(\.entry), rungs: rungs, roundedSum: roundedSum,
      classRanges: ranges?.places(input))
    if isExact { score.weighted = try weightedScore(judge, question) }
    guard judge.rows == nil else { return score }
    score.meanMagnitudeUlp = whole.meanMagnitudeUlp
    if let c = peaks.absolute {
      (score.maxAbs, score.maxAbsInput) = (try judge.certifiedReal(c).absolute, input.hex(c.input))
    }
    if let c = peaks.relative {
      (score.maxRel, score.maxRelInput) = (try judge.certifiedReal(c).relative, input.hex(c.input))
    }
    return score
  }
}

extension Accumulator {
  /// What errors mean by the weights of inputs; nil where these have none.
  private func weightedScore(_ judge: Judge, _ question: Question) throws -> WeightedScore? {
    guard let weights = judge.weights, let weighted else { return nil }
    var mass = Mass(centre: 1, radius: 0)
    if question.region != nil {
      let (plan, format) = (try InputPlan(question), question.signature.input)
      let finite = (0..<plan.count).lazy.map { format.bits(position: plan.position($0)) }
        .filter { format.value(bits: $0).isFinite }
      guard let first = finite.first, let last = finite.last else { return nil }
      mass = weights.mass(from: first, through: last)
    }
    return WeightedScore(weighted, weights.weights, mass: mass, count: scored)
  }
}

/// The largest errors of a region or of all, evaluated again: infinite ones, by input, and finite ones,
/// by size.
private struct RegionMaxima {
  let nonFinite, finite: [WorstEntry]
  /// The largest finite error, or an upper bound where none is ranked.
  let finiteSize: Double

  init(_ region: RegionAccumulator, _ judge: Judge) throws {
    nonFinite = try region.nonFinite.candidates.map { try judge.certified($0) }
    finite = try region.worst.candidates.map { try judge.certified($0) }
      .sorted(by: WorstEntry.precedes)
    finiteSize = finite.first?.entry.ulp ?? roundedUp(region.profile.max() ?? 0)
  }

  /// - Parameter parts: of the regions, in ascending order.
  init(joining parts: [RegionMaxima]) {
    nonFinite = Array(parts.flatMap(\.nonFinite).prefix(FirstFew.capacity))
    finite = parts.flatMap(\.finite).sorted(by: WorstEntry.precedes)
    finiteSize = finite.first?.entry.ulp ?? parts.map(\.finiteSize).max() ?? 0
  }

  var first: WorstEntry? { nonFinite.first ?? finite.first }
  var size: Double { nonFinite.isEmpty ? finiteSize : .infinity }
  /// What a score lists: the first infinite errors, then the largest finite ones.
  var entries: [WorstEntry] { Array((nonFinite + finite).prefix(TopList.capacity)) }
}

extension RegionAccumulator {
  /// How many errors are finite numbers.
  private var finite: Int { histogram.total }

  private func mean(_ sum: Double) -> Double {
    finite == 0 ? 0 : certifiedDigits(sum / Double(finite), doubt: doubt.ofMean(finite))
  }
  var meanUlp: Double { mean(sums.magnitude) }
  var meanSignedUlp: Double { mean(sums.signed) }
  var meanMagnitudeUlp: Double { mean(outward.value) }
  var rmsUlp: Double {
    finite == 0
      ? 0
      : certifiedDigits(
        (sums.squares / Double(finite)).squareRoot(),
        doubt: doubt.ofRootMeanSquare(sums.squares, finite))
  }
}

extension Region {
  fileprivate func score(
    _ found: RegionAccumulator, _ maxima: RegionMaxima, _ format: FormatName
  ) -> RegionScore {
    func bits(_ ordinal: Int) -> String {
      // The region around zero begins and ends at nonzero numbers, so no sign of zero is lost.
      format.hex(format.bits(position: format.position(ordinal: ordinal)))
    }
    return RegionScore(
      name: name, from: bits(from), to: bits(to), count: found.count,
      maxUlp: maxima.size, maxUlpInput: maxima.first?.entry.input ?? "",
      maxFiniteUlp: maxima.finiteSize,
      maxFiniteUlpInput: maxima.finite.first?.entry.input ?? "", meanUlp: found.meanUlp,
      correctlyRounded: found.correctlyRounded, profile: found.roundedProfile,
      nanForNumber: found.nans, infiniteForFinite: found.infinities)
  }
}

/// A worst input with the exact key it is sorted by.
struct WorstEntry {
  var entry: WorstInput
  var size: Double
  var candidate: Candidate

  static func precedes(_ a: WorstEntry, _ b: WorstEntry) -> Bool {
    a.size != b.size ? a.size > b.size : a.candidate.isBefore(b.candidate)
  }
}

extension Judge {
  /// One of a region's worst inputs, evaluated again on rung 3.
  func certified(_ candidate: Candidate) throws -> WorstEntry {
    if let rows { return try certified(candidate, rows) }
    let (input, output) = (signature.input, signature.output)
    let y = output.value(bits: candidate.output)
    let truth = try expected(at: candidate.input)
    let ulp = y.isFinite ? try certifiedError(of: y, at: candidate.input) : .infinity
    let entry = WorstInput(
      input: input.hex(candidate.input), output: output.hex(candidate.output),
      truth: decimal(at: candidate.input), truthBits: output.hex(output.bits(of: truth)),
      ulp: nineDigits(ulp.magnitude), steps: y.isNaN ? nil : distance(y, truth))
    return WorstEntry(entry: entry, size: ulp.magnitude, candidate: candidate)
  }

  /// The same of a row with a second input.
  private func certified(_ candidate: Candidate, _ rows: RowTruths) throws -> WorstEntry {
    let (input, output) = (signature.input, signature.output)
    let x = input.value(bits: candidate.input)
    let y = output.value(bits: candidate.output)
    let row = rows.row(x, input.value(bits: candidate.second))
    let truth: Double
    let ulp: Double
    var decimal = row.truth.hi.sign == .minus ? "-0" : "0"
    if let oracle = row.oracle {
      truth = try oracle.rounded(at: x, to: output)
      let ends =
        y.isFinite ? try oracle.ulpError(of: y, at: x, in: parameters) : (.infinity, .infinity)
      ulp = ends.0 / 2 + ends.1 / 2
      decimal =
        [20, 12, 6].lazy.compactMap { try? oracle.decimal(at: x, digits: $0) }.first ?? "undecided"
    } else {
      truth = row.truth.hi
      ulp = y / Double(sign: .plus, exponent: parameters.minimumQuantum, significand: 1)
    }
    let entry = WorstInput(
      input: input.hex(candidate.input), output: output.hex(candidate.output), truth: decimal,
      truthBits: output.hex(output.bits(of: truth)), ulp: nineDigits(ulp.magnitude),
      steps: y.isNaN ? nil : distance(y, truth), second: input.hex(candidate.second))
    return WorstEntry(entry: entry, size: ulp.magnitude, candidate: candidate)
  }

  private func nineDigits(_ x: Double) -> Double { Double(String(format: "%.9g", x)) ?? x }

  /// The verdicts on the special inputs that were among those scored.
  func specials(_ seen: [SpecialOutput]) throws -> [Special] {
    let (input, output) = (signature.input, signature.output)
    return try seen.sorted { position($0.input) < position($1.input) }.map { special in
      let (x, y) = (
        input.value(bits: special.input), output.value(bits: special.output)
      )
      guard !x.isNaN else {
        return Special(
          input: input.hex(special.input), expected: "nan", got: output.hex(special.output),
          ok: y.isNaN)
      }
      let expected = try expected(at: special.input)
      let bits = output.bits(of: expected)
      var ok = bits == special.output || expected.isNaN && y.isNaN
      if !ok, x.isFinite, x != 0, y.isFinite, y.sign == expected.sign {
        ok = try isFaithful(y, at: special.input)
      }
      return Special(
        input: input.hex(special.input), expected: output.hex(bits),
        got: output.hex(special.output), ok: ok)
    }
  }
}
