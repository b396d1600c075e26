import FloatingPointFormats
import Functions
import TestSupport

@testable import Oracle

/// The reals that round to a value in a mode: an interval, and which of its ends belong to it.
struct RoundingCell<T: BinaryFormat> {
  let low, high: Interval
  let hasLow, hasHigh: Bool

  /// Nil where nothing finite rounds to the value in that mode.
  init?(_ r: T, _ mode: RoundingMode) {
    let (below, own, above) = (real(r.previous), real(r), real(r.next))
    let isEven = r.bitPattern & 1 == 0
    let infinite = r.isInfiniteValue
    switch mode {
    case .nearestEven:
      low = (below + own).scaled(by: -1)
      high = (own + above).scaled(by: -1)
      (hasLow, hasHigh) = (isEven, isEven)
    case .down where infinite && !r.isNegative, .up where infinite && r.isNegative,
      .towardZero where infinite:
      return nil
    case .down: (low, high, hasLow, hasHigh) = (own, above, true, false)
    case .up: (low, high, hasLow, hasHigh) = (below, own, false, true)
    case .towardZero where r.isZeroValue:
      (low, high, hasLow, hasHigh) = (below, above, false, false)
    case .towardZero where r.isNegative:
      (low, high, hasLow, hasHigh) = (below, own, false, true)
    case .towardZero: (low, high, hasLow, hasHigh) = (own, above, true, false)
    }
    // Beyond the largest number there is no other end.
    isUnboundedBelow =
      r.bitPattern == T.largestFinite.negated.bitPattern && mode != .nearestEven && mode != .down
      || infinite && r.isNegative
    isUnboundedAbove =
      r.bitPattern == T.largestFinite.bitPattern && mode != .nearestEven && mode != .up
      || infinite && !r.isNegative
  }

  let isUnboundedBelow, isUnboundedAbove: Bool

  /// Whether all of an enclosure lies in it.
  /// - Parameter isStrict: the exact value is neither end of the enclosure.
  func contains(_ g: Interval, isStrict: Bool) -> Bool {
    let aboveLow = low.lo < g.lo || low.lo == g.lo && (hasLow || isStrict) || isUnboundedBelow
    let belowHigh = g.hi < high.hi || g.hi == high.hi && (hasHigh || isStrict) || isUnboundedAbove
    return aboveLow && belowHigh
  }
}

/// A value exactly; an infinity stands for ±2^(emax+1), the first number beyond the format.
private func real<T: BinaryFormat>(_ y: T) -> Interval {
  guard y.isInfiniteValue else { return Interval(y.double, precision: 128) }
  let beyond = Interval(1, precision: 128).scaled(by: T.maximumExponent + 1)
  return y.isNegative ? -beyond : beyond
}

/// Whether r, with its sign if it is zero, is the correct rounding of a nonzero exact value.
func isCorrectRounding<T: BinaryFormat>(
  _ r: T, of g: Interval, isStrict: Bool, _ mode: RoundingMode
) -> Bool {
  let isNegative = g.hi.sign <= 0
  guard g.lo.sign >= 0 || isNegative, r.isNegative == isNegative, !r.isNaNValue else {
    return false
  }
  return RoundingCell(r, mode)?.contains(g, isStrict: isStrict) ?? false
}

/// Checks an oracle's rounding at some arguments in all modes: the answer is right by certified
/// inequalities, and the same inequalities refuse its two neighbours and its negative.
func roundingFailures<T: BinaryFormat>(
  _ oracle: Oracle, at arguments: [T], _ answer: (Double, RoundingMode) throws -> T
) throws -> Failures {
  var failures = Failures()
  for x in arguments {
    // A tiny argument's square, relative to it, must show.
    let isTiny = x.double.magnitude < 0x1p-100
    let g = oracle.enclosure(at: x.double, precision: isTiny ? 2304 : 256)
    // Where no precision shows the difference: f(x) = x + f(−x) for large x, and saturation.
    let isStrict = g.isOpen && (x.double.magnitude > 8 || !Function.all.contains(oracle.function))
    guard !(g.interval.isPoint && g.interval.lo.isZero) else { continue }
    for mode in RoundingMode.allCases {
      let r = try answer(x.double, mode)
      func isRight(_ r: T) -> Bool {
        isCorrectRounding(r, of: g.interval, isStrict: isStrict, mode)
      }
      let name =
        "\(oracle.function.name)/\(oracle.derivative) \(T.name) \(mode) at \(x.hexFloat) = "
        + "\(g.interval.lo.decimal(digits: 40)): \(r.hexFloat)"
      failures.check(isRight(r), name)
      for other in [r.next, r.previous, r.negated] where other.bitPattern != r.bitPattern {
        failures.check(!isRight(other), "\(name); accepted \(other.hexFloat) too")
      }
    }
  }
  return failures
}
