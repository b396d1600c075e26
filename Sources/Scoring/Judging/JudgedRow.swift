import FloatingPointFormats
import Functions
import Oracle

/// The truth of one row, where the judge does not find it by x alone.
struct JudgedRow {
  /// The bits of its second input; nil where it has none.
  let second: UInt64?
  let prepared: Prepared
  /// What decides in multiple precision; nil for the judge's own, and where the truth is a zero.
  let oracle: Oracle?
}

/// Rows with a second input: whatever comes of an infinity or a NaN is told apart here, once.
extension Judge {
  /// Judges the output for an input and its second input. Among pairs nothing is in order.
  func judgePair<X: BinaryFormat>(
    _ x: X, _ a: X, _ row: JudgedRow?, y: Double, output: UInt64, _ cursor: inout Cursor,
    _ total: inout Accumulator
  ) throws {
    cursor.previous = nil
    let input = UInt64(x.bitPattern)
    guard let row else {
      total.scored += 1
      judgeAtInfinity(
        limit(x, a), y,
        Candidate(
          position: x.position, input: input, second: UInt64(a.bitPattern), output: output, size: 0
        ), &total)
      return
    }
    try judge(
      x: place(x), y: y, input: input, output: output, &cursor, &total, row: row)
    try judgeRoundedSum(x.double, a.double, y: y, &total)
  }

  /// The truth of a pair; nil where it has none, as f is taken of an infinity or a NaN, or multiplied by one. An
  /// infinite input that a limit makes finite is judged as any other.
  func row<X: BinaryFormat>(_ x: X, _ a: X) throws -> JudgedRow? {
    guard let rows, isFinite(x, a) else { return nil }
    let found = rows.row(place(x), a.double)
    return JudgedRow(
      second: UInt64(a.bitPattern),
      prepared: try Prepared(
        place(x), found.truth, found.oracle ?? rows.oracle, parameters, signature.output),
      oracle: found.oracle)
  }

  /// Infinity stands at the end of the line, beyond the limit that makes it finite.
  private func place<X: BinaryFormat>(_ x: X) -> Double { min(x.double, X.largestFinite.double) }

  private func isFinite<X: BinaryFormat>(_ x: X, _ a: X) -> Bool {
    guard !x.isNaNValue, !a.isNaNValue, let second = rows?.second else { return false }
    guard let (factor, _) = second.factor(a.double) else {
      return x.isFiniteValue && a.isFiniteValue
    }
    let isLimited = x.double > 0 && second.gateLimit <= X.largestFinite.double
    return factor.isFinite && (x.isFiniteValue || isLimited)
  }

  /// What is right where a pair has no truth: what IEEE arithmetic makes of the limits, as the outputs' format has
  /// it. An infinity times a number that is not zero is infinite, however small the number.
  func limit<X: BinaryFormat>(_ x: X, _ a: X) -> Double {
    guard !x.isNaNValue, !a.isNaNValue, let rows else { return .nan }
    let (argument, _) = rows.second.argument(x.double, a.double)
    let value: Double
    if argument.isNaN {
      value = .nan
    } else if argument.isInfinite {
      value = oracle.limitValue(at: argument)
    } else {
      value = rows.sign(at: argument)
    }
    let product = (rows.second.factor(a.double)?.high ?? 1) * value
    return product.isNaN ? .nan : signature.output.nearest(product)
  }
}
