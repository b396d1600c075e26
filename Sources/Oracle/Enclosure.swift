import CMPFR
import FloatingPointFormats
import Functions

/// An interval that holds an exact value, and whether its ends are excluded.
///
/// Ends that are excluded settle what no precision shows: x·Φ(x) at subnormal x lies beside the midpoint
/// x/2, and far to the right beside x. Why a smooth function's value at a nonzero binary number is no end
/// of its enclosure:
///
/// - Where the value is that near to an end, the end is x/2, x, ½, 1 or 0, or dy times one of those, and
///   the value is on one side of it by monotony: the gate rises from 0 through ½ at 0 to 1, so
///   x/2 < f(x), f(x) < x for x > 0 and f(x) < 0 for x < 0; f′ < 0 left of its root and
///   f′(x) = 1 − f′(−x) > 1 right of its mirror image. No theorem is needed.
/// - Other values of silu, gelu-sigmoid and gelu-tanh with a decimal scale are transcendental
///   (Lindemann: exp of a nonzero rational is, and f and f′ are algebraic in it, not constant).
/// - For gelu (erfc times powers of π) and gelu-tanh with √(2/π) (a transcendental exponent) no theorem
///   says so. There it is assumed that a value that is none of the above is no binary number of at most
///   24,576 bits. Were one, its rounding could be wrong only where it is itself a number or midpoint of the
///   format; in float32 the search of all inputs for the hardest cases (Reference/Hardest) has none.
package struct Enclosure {
  package let interval: Interval
  package let isOpen: Bool

  package init(interval: Interval, isOpen: Bool) {
    self.interval = interval
    self.isOpen = isOpen
  }

  /// The one value of a format that everything in the enclosure rounds to, or nil.
  package func rounded<T: BinaryFormat>(to _: T.Type, _ mode: RoundingMode) -> T? {
    let nudged = isOpen && !interval.isPoint
    let a: T = interval.lo.rounded(mode, nudge: nudged ? 1 : 0)
    let b: T = interval.hi.rounded(mode, nudge: nudged ? -1 : 0)
    return a.bitPattern == b.bitPattern ? a : nil
  }
}

extension MPFloat {
  /// Correct rounding to a format, subnormals and overflow included; the sign of zero is kept.
  ///
  /// `nudge` ±1 rounds the number moved up or down by less than any distance that matters: what a
  /// limit from one side rounds to.
  func rounded<T: BinaryFormat>(_ mode: RoundingMode, nudge: Int = 0) -> T {
    guard isFinite else { return isNaN ? .quietNaN : T(nearest: double(MPFR_RNDN)) }
    guard !isZero else { return T.roundedZero(negative: hasNegativeSign, mode, nudge: nudge) }
    let negative = sign < 0
    // Away from zero, towards zero or not at all, as seen from the magnitude.
    let outward = negative ? -nudge : nudge
    var exponent = exponentFloor
    if outward < 0, isPowerOfTwo { exponent -= 1 }
    guard exponent <= T.maximumExponent else { return T.overflowed(negative: negative, mode) }
    let quantum = T.ulpExponent(ofBinade: exponent)

    // |self| / 2^quantum = whole + fraction, with two more bits to tell the fraction apart.
    let scaled = MPFloat(precision: precision) { r in
      _ = with { mpfr_abs(r, $0, MPFR_RNDN) }
      mpfr_mul_2si(r, r, 2 - quantum, MPFR_RNDN)
    }
    var quarters = scaled.with { mpfr_get_ui($0, MPFR_RNDZ) }
    var exact = scaled.with { mpfr_cmp_ui($0, quarters) } == 0
    if exact && outward != 0 {
      exact = false
      if outward < 0 { quarters -= 1 }
    }
    // The last bit says that more follows.
    let eighths = UInt64(quarters) << 1 | (exact ? 0 : 1)
    return T.rounded(negative: negative, eighths: eighths, quantum: quantum, mode)
  }

  var isPowerOfTwo: Bool {
    with { mpfr_cmp_si_2exp($0, sign, exponentFloor) } == 0
  }
}

extension BinaryFormat {
  /// What ±0, or a limit from beside it, rounds to.
  static func roundedZero(negative: Bool, _ mode: RoundingMode, nudge: Int) -> Self {
    guard nudge != 0 else { return Self(bitPattern: negative ? signBit : 0) }
    let away = nudge > 0 ? mode == .up : mode == .down
    let magnitude = Self(bitPattern: away ? 1 : 0)
    return nudge < 0 ? magnitude.negated : magnitude
  }

  /// ±(eighths/8)·2^quantum rounded; the lowest bit of `eighths` may stand for any smaller rest.
  static func rounded(
    negative: Bool, eighths: UInt64, quantum: Int, _ mode: RoundingMode
  ) -> Self {
    let (whole, rest) = (eighths >> 3, eighths & 7)
    let up =
      switch mode {
      case .nearestEven: rest > 4 || rest == 4 && whole & 1 == 1
      case .towardZero: false
      case .up: rest != 0 && !negative
      case .down: rest != 0 && negative
      }
    return assembled(
      negative: negative, significand: whole + (up ? 1 : 0), quantum: quantum, mode)
  }
}
