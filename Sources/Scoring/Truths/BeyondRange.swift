import FloatingPointFormats
import Oracle

/// The float32 inputs whose truths round beyond the outputs' format: those of large magnitude, on either
/// side. There is no ulp there, and what the format has beyond its range is right.
struct BeyondRange {
  /// The first ordinal of a side, as a magnitude, and what is right from there on.
  private struct Side {
    let first: Int
    let right: Float
  }
  private let negative, positive: Side?

  /// Nil where no truth is so large.
  /// - Throws: `OracleError`.
  init?(_ judge: Judge) throws {
    let source = judge.source
    func prepared(_ ordinal: Int) throws -> Prepared {
      let x = Float(ordinal: ordinal).double
      return try Prepared(
        x, source.truth(at: x), judge.oracle, judge.parameters, judge.signature.output)
    }
    func side(_ sign: Int) throws -> Side? {
      // Sizes only grow that far out, or shrink to a line.
      var (within, beyond) = (Float(3).ordinal, Float.largestFinite.ordinal)
      let last = try prepared(sign * beyond)
      guard last.isBeyond else { return nil }
      while within + 1 < beyond {
        let middle = within + (beyond - within) / 2
        if try prepared(sign * middle).isBeyond { beyond = middle } else { within = middle }
      }
      return Side(first: beyond, right: Float(last.nearest))
    }
    (negative, positive) = (try side(-1), try side(1))
    if negative == nil && positive == nil { return nil }
  }

  /// What is right for an input whose truth is beyond, nil for another; and the last input up to `end` of
  /// which that holds too.
  func split(_ ordinal: Int, _ end: Int) -> (right: Float?, end: Int) {
    if ordinal > 0 {
      guard let positive else { return (nil, end) }
      return ordinal >= positive.first
        ? (positive.right, end) : (nil, min(end, positive.first - 1))
    }
    guard let negative, -ordinal >= negative.first else { return (nil, end) }
    return (negative.right, min(end, -negative.first))
  }
}
