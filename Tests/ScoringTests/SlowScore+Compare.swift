import FloatingPointFormats
import TestSupport
import Testing

@testable import Scoring

extension SlowScore {
  /// What a score says otherwise; empty where all agrees.
  func differences(from score: Score, _ inputs: FormatName) -> [String] {
    var found: [String] = []
    func same<T: Equatable>(_ what: String, _ got: T, _ want: T) {
      if got != want { found.append("\(what): \(got), not \(want)") }
    }
    let hex = { (row: Int) in inputs.hex(inputs.bits(of: rows[row].x)) }
    same("numbers", score.numbers, rows.count)
    same("correctly rounded", score.correctlyRounded, correctlyRounded)
    same("faithful", score.faithful, faithful)
    for c in ErrorClass.allCases {
      same(c.rawValue, score.classes[keyPath: c.count], classes[c] ?? 0)
      same("first \(c.rawValue)", score.classExamples[c.rawValue]?.input, firstOfClass[c].map(hex))
    }
    same("steps", score.maxSteps, maxSteps)
    same("input of steps", score.maxStepsInput, maxStepsRow.map(hex) ?? "")
    let bins = Dictionary(
      uniqueKeysWithValues: score.histogram.map { ([$0.from, $0.to], $0.count) })
    for bin in Set(bins.keys).union(histogram.keys) {
      same("histogram \(bin)", bins[bin] ?? 0, histogram[bin] ?? 0)
    }
    found += largest(score, hex) + means(score)
    for region in score.regions { found += differences(in: region, inputs) }
    return found
  }

  /// Rows by falling error, earlier ones first.
  private var ranked: [(row: Int, size: Rational)] {
    errors.enumerated().compactMap { i, e in e.map { (i, $0.magnitude) } }
      .sorted { $0.size != $1.size ? $0.size > $1.size : $0.row < $1.row }
  }

  private func largest(_ score: Score, _ hex: (Int) -> String) -> [String] {
    var found: [String] = []
    let ranked = ranked
    let first = isInfinite.firstIndex(of: true)
    if let first {
      if score.maxUlp != .infinity || score.maxUlpInput != hex(first) {
        found.append("max \(score.maxUlp) at \(score.maxUlpInput), not at \(hex(first))")
      }
    }
    guard let top = ranked.first, top.size >= Rational(1, over: 64) else {
      // An upper bound without an input.
      let most = ranked.first?.size ?? Rational(0)
      if score.maxFiniteUlp.isFinite, Rational(score.maxFiniteUlp) < most {
        found.append("bound \(score.maxFiniteUlp) below \(most.double)")
      }
      if !score.maxFiniteUlpInput.isEmpty { found.append("an input of no error") }
      return found
    }
    let names = Dictionary(uniqueKeysWithValues: rows.indices.map { (hex($0), $0) })
    if !isLargest(names[score.maxFiniteUlpInput], top) || !agree(score.maxFiniteUlp, top.size) {
      found.append(
        "finite max \(score.maxFiniteUlp) at \(score.maxFiniteUlpInput), not \(top.size.double) at \(hex(top.row))"
      )
    }
    let finite = score.worst.filter { $0.steps != nil && isFinite($0.output) }
    for (entry, want) in zip(finite, ranked) {
      guard let size = names[entry.input].flatMap({ errors[$0]?.magnitude }),
        agree(entry.ulp, size), agree(entry.ulp, want.size)
      else {
        found.append("worst \(entry.input) \(entry.ulp), not \(hex(want.row)) \(want.size.double)")
        continue
      }
    }
    let infinite = min(2, isInfinite.count { $0 })
    let wanted = min(10 - infinite, ranked.count { $0.size >= Rational(1, over: 64) })
    if finite.count != wanted { found.append("\(finite.count) worst inputs, not \(wanted)") }
    return found
  }

  private func isFinite(_ output: String) -> Bool {
    UInt64(output.dropFirst(2), radix: 16).map { format.kind($0) == .number } ?? false
  }

  /// Nine digits; the largest double or an infinity stands for what is beyond.
  private func agree(_ x: Double, _ want: Rational) -> Bool {
    if want > Rational(.greatestFiniteMagnitude) { return x >= .greatestFiniteMagnitude }
    return x.isFinite && (Rational(x) - want).magnitude <= want.magnitude * Rational(5.01e-9)
  }

  /// Whether a row has the largest error, and is the first that has it: of errors that agree to 2^−45 of themselves
  /// it may be an earlier one.
  private func isLargest(_ row: Int?, _ top: (row: Int, size: Rational)) -> Bool {
    guard let row, let size = errors[row]?.magnitude else { return false }
    let most = Rational(.greatestFiniteMagnitude)
    if top.size > most { return size > most }
    return row <= top.row && size >= top.size * (Rational(1) - Rational(powerOfTwo: -45))
  }

  private func means(_ score: Score) -> [String] {
    let all = errors.compactMap(\.self)
    // A sum with an error that no double holds is no figure.
    guard all.allSatisfy({ $0.magnitude < Rational(powerOfTwo: 1000) }) else { return [] }
    var found: [String] = []
    func check(_ what: String, _ got: Double, _ want: Double, _ size: Double) {
      // A unit of the last digit shown: six decimals, or six digits.
      if (got - want).magnitude > 1.01e-6 * max(1, 10 * size) {
        found.append("\(what) \(got), not \(want)")
      }
    }
    let n = Rational(max(1, all.count))
    let mean = all.reduce(Rational(0)) { $0 + $1.magnitude } / n
    let signed = all.reduce(Rational(0), +) / n
    let square = all.reduce(Rational(0)) { $0 + $1 * $1 } / n
    check("mean", score.meanUlp, mean.double, mean.double)
    check("bias", score.meanSignedUlp, signed.double, mean.double)
    let rms = square.double.squareRoot()
    if rms.isFinite { check("rms", score.rmsUlp, rms, rms) }
    return found
  }

  /// The same of the inputs between a region's ends.
  private func differences(in region: RegionScore, _ inputs: FormatName) -> [String] {
    guard let from = inputs.value(hex: region.from), let to = inputs.value(hex: region.to) else {
      return ["region \(region.name) has no ends"]
    }
    let inside = rows.indices.filter { from <= rows[$0].x && rows[$0].x <= to }
    let sizes = inside.compactMap { errors[$0]?.magnitude }
    let isInfinite = inside.contains { self.isInfinite[$0] }
    var found: [String] = []
    func check(_ holds: Bool, _ what: String) {
      if !holds { found.append("region \(region.name): \(what)") }
    }
    check(region.count == inside.count, "\(region.count) inputs, not \(inside.count)")
    check(region.correctlyRounded == inside.count { right[$0] }, "correctly rounded")
    check(region.maxUlp.isInfinite == isInfinite, "max \(region.maxUlp)")
    let sum = sizes.reduce(Rational(0), +)
    let mean = (sum / Rational(max(1, sizes.count))).double
    let isSummable = sizes.allSatisfy { $0 < Rational(powerOfTwo: 1000) }
    check(
      !isSummable || (region.meanUlp - mean).magnitude <= 1.01e-6 * max(1, 10 * mean),
      "mean \(region.meanUlp), not \(mean)")
    if let most = sizes.max(), most >= Rational(1, over: 64) {
      check(agree(region.maxFiniteUlp, most), "finite max \(region.maxFiniteUlp)")
    }
    return found
  }
}
