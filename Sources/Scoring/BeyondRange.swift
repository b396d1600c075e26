import FloatingPointFormats
import Oracle

/// The float32 inputs whose truths round beyond the outputs' format: those of large magnitude, on either
/// side. There is no ulp there, and what the format has beyond its range is right.
struct BeyondRange {
  /// The first ordinals of the two sides, as magnitudes; `Int.max` where there are none.
  private let left, right: Int
  private let result: Double

  /// Nil where no truth is so large.
  /// - Throws: `OracleError`.
  init?(_ judge: Judge) throws {
    result = judge.parameters.beyond
    let source = judge.source
    let (from, last) = (Float(3).ordinal, Float.largestFinite.ordinal)
    /// Sizes only grow that far out, or shrink to a line.
    func first(_ sign: Int) throws -> Int {
      func isBeyond(_ ordinal: Int) throws -> Bool {
        let x = Float(ordinal: sign * ordinal).double
        let found = try Prepared(
          x, source.truth(at: x), judge.oracle, judge.parameters, judge.signature.output)
        return found.isBeyond
      }
      guard try isBeyond(last) else { return .max }
      var (within, beyond) = (from, last)
      while within + 1 < beyond {
        let middle = within + (beyond - within) / 2
        if try isBeyond(middle) { beyond = middle } else { within = middle }
      }
      return beyond
    }
    (left, right) = (try first(-1), try first(1))
    if left == .max && right == .max { return nil }
  }

  /// Whether an input's truth is beyond, and the last input up to `end` of which the same holds.
  func split(_ ordinal: Int, _ end: Int) -> (isBeyond: Bool, end: Int) {
    if ordinal > 0 { return ordinal >= right ? (true, end) : (false, min(end, right - 1)) }
    return -ordinal >= left ? (true, min(end, -left)) : (false, end)
  }

  /// What is right there.
  func result(isNegative: Bool) -> Float { Float(isNegative ? -result : result) }
}
