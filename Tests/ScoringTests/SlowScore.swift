import FloatingPointFormats
import TestSupport

@testable import Scoring

/// One input of a score with its exact value and its output.
struct SlowRow {
  /// A finite input, ascending from row to row.
  let x: Double
  /// The exact value; its zero has the sign of `isNegative`.
  let truth: Rational
  let isNegative: Bool
  let output: UInt64
}

/// A score computed a second time from Documentation/Definitions.md, on rational numbers.
struct SlowScore {
  private(set) var classes: [ErrorClass: Int] = [:]
  private(set) var firstOfClass: [ErrorClass: Int] = [:]
  /// The error of each row; nil where it is infinite or there is none.
  private(set) var errors: [Rational?] = []
  private(set) var isInfinite: [Bool] = []
  private(set) var correctlyRounded = 0
  private(set) var faithful = 0
  private(set) var maxSteps: UInt64 = 0
  private(set) var maxStepsRow: Int?
  private(set) var histogram: [[Double]: Int] = [:]
  private(set) var right: [Bool] = []
  let rows: [SlowRow]
  let format: SlowFormat

  /// - Parameters:
  ///   - isRising: whether exact values rise with their inputs, or fall.
  ///   - isBounded: whether no exact value is larger than its input.
  init(_ rows: [SlowRow], _ format: SlowFormat, isRising: Bool, isBounded: Bool) {
    (self.rows, self.format) = (rows, format)
    for (i, row) in rows.enumerated() { judge(i, SlowTruth(row, format)) }
    countDisorder(isRising)
    if isBounded { countExcess() }
  }

  private mutating func count(_ c: ErrorClass, _ row: Int) {
    classes[c, default: 0] += 1
    firstOfClass[c] = min(row, firstOfClass[c] ?? row)
  }

  private mutating func judge(_ i: Int, _ truth: SlowTruth) {
    let y = rows[i].output
    countClasses(i, y, truth)
    right.append(false)
    guard format.kind(y) != .nan || truth.isBeyond && format.beyond == .nan else {
      // NaN has an infinite error where the exact value rounds to a number.
      errors.append(nil)
      isInfinite.append(!truth.isBeyond || format.beyond == .largest)
      return
    }
    if truth.isTheRule(y, format) {
      addError(Rational(0), isRight: true, i)
      return
    }
    let steps = truth.steps(to: y, format)
    if steps > maxSteps { (maxSteps, maxStepsRow) = (steps, i) }
    guard format.kind(y) == .number else {
      errors.append(nil)
      isInfinite.append(true)
      return
    }
    let e = (format.value(y) - truth.exact) / format.ulp(truth.exact)
    addError(e, isRight: !truth.isBeyond && steps == 0, i)
  }

  private mutating func addError(_ e: Rational, isRight: Bool, _ i: Int) {
    errors.append(e)
    isInfinite.append(false)
    right[i] = isRight
    correctlyRounded += isRight ? 1 : 0
    faithful += e.magnitude < Rational(1) ? 1 : 0
    histogram[SlowScore.bin(e), default: 0] += 1
  }

  /// The ends of the bin of an error, which doubles hold: (−1/8, 1/8), eighths up to 1, then binades, the last of
  /// them without an end.
  private static func bin(_ e: Rational) -> [Double] {
    let eighth = Rational(1, over: 8)
    let m = e.magnitude
    if m < eighth { return [-0.125, 0.125] }
    var (from, to) = (eighth, eighth + eighth)
    let last = Rational(powerOfTwo: 1023)
    while m >= to, from < last {
      (from, to) = to < Rational(1) ? (to, to + eighth) : (to, to + to)
    }
    let end = from == last ? Double.infinity : to.double
    return e.sign < 0 ? [-end, -from.double] : [from.double, end]
  }

  private mutating func countClasses(_ i: Int, _ y: UInt64, _ truth: SlowTruth) {
    let isNegativeOutput = y & format.signBit != 0
    switch format.kind(y) {
    case .nan:
      if !(truth.isBeyond && format.beyond == .nan) { count(.nanForNumber, i) }
      return
    case .infinity:
      if !truth.isBeyond || format.beyond != .infinity { count(.infiniteForFinite, i) }
    case .number: break
    }
    if y & ~format.signBit == 0 {
      if truth.place == 0, !truth.isBeyond {
        if isNegativeOutput != truth.isNegative { count(.lostZeroSign, i) }
      } else {
        let isNormal = truth.exact.magnitude >= format.smallestNormal
        count(isNormal ? .flushed : .flushedSubnormal, i)
      }
    } else if truth.exact.sign != 0, isNegativeOutput != (truth.exact.sign < 0) {
      count(.wrongSign, i)
    }
  }

  /// Neighbours, neither of them NaN, that are ordered the other way round than the exact values.
  private mutating func countDisorder(_ isRising: Bool) {
    for i in rows.indices.dropFirst() {
      let (a, b) = (rows[i - 1].output, rows[i].output)
      guard rows[i - 1].x < rows[i].x, format.kind(a) != .nan, format.kind(b) != .nan else {
        continue
      }
      let (p, q) = (SlowTruth.place(a, format), SlowTruth.place(b, format))
      if isRising ? q < p : q > p { count(.notMonotone, i) }
    }
  }

  /// Outputs larger than their inputs, by more than rounding the input up to the format makes them.
  private mutating func countExcess() {
    for (i, row) in rows.enumerated() where format.kind(row.output) != .nan {
      let x = Rational(row.x).magnitude
      guard let most = format.roundedUp(x) else { continue }
      let isLarger =
        format.kind(row.output) == .infinity || format.value(row.output).magnitude > max(x, most)
      if isLarger { count(.exceedsInput, i) }
    }
  }
}

/// What is right at one input.
struct SlowTruth {
  let exact: Rational
  let isNegative: Bool
  /// The place of the rounding, that after the largest where the exact value is beyond.
  let place: Int
  let isBeyond: Bool

  init(_ row: SlowRow, _ format: SlowFormat) {
    (exact, isNegative) = (row.truth, row.isNegative)
    place = format.rounded(exact.magnitude)
    isBeyond = place == format.end
  }

  /// Whether an output is what the format has beyond its range, where the exact value is.
  func isTheRule(_ y: UInt64, _ format: SlowFormat) -> Bool {
    guard isBeyond else { return false }
    guard format.beyond != .nan || format.kind(y) != .nan else { return true }
    let place = format.beyond == .largest ? format.end - 1 : format.end
    return Int(y & ~format.signBit) == place && (y & format.signBit != 0) == isNegative
      && format.beyond != .nan
  }

  /// Places between the rounding and an output that is no NaN; both zeros are one.
  func steps(to y: UInt64, _ format: SlowFormat) -> UInt64 {
    let size = isBeyond && format.beyond == .largest ? format.end - 1 : place
    let (a, b) = (isNegative ? -size : size, SlowTruth.place(y, format))
    return UInt64(bitPattern: Int64(a < b ? b &- a : a &- b))
  }

  static func place(_ y: UInt64, _ format: SlowFormat) -> Int {
    let place = Int(y & ~format.signBit)
    return y & format.signBit != 0 ? -place : place
  }
}
