import FloatingPointFormats
import Functions

/// Facts of the function, as they are of the derivative asked for.
extension Oracle {
  /// Whether the value is zero at zero, and the truth x times a function that is not: cells then hold
  /// that function.
  package var isGated: Bool {
    !function.isPolynomial && function.definition.atZero[derivative] == 0
  }

  /// Whether cells serve x < 0 only, and f(x) = x + f(−x), f′(x) = 1 − f′(−x) carry them over to x > 0.
  package var isMirrored: Bool {
    let definition = function.definition
    return derivative <= 1 && definition.mirror == MirrorIdentity(linear: 1, sign: 1)
      && definition.atZero[0] == 0
  }

  /// Whether |G| ≤ |x| everywhere.
  package var isBoundedByInput: Bool {
    derivative == 0 && factor.magnitude <= 1 && function.definition.isBoundedByInput
  }

  /// Whether f is zero all the way from −∞ to zero.
  package var isFlatBelowZero: Bool {
    function.branch(at: -Double.leastNonzeroMagnitude).polynomial?.numerators == [0]
  }

  /// Whether the value at zero is exactly zero.
  package var isZeroAtZero: Bool { function.definition.atZero[derivative] == 0 }

  /// Whether G rises to the right of `turns` of its turning points.
  @inline(__always)
  package static func rises(after turns: Int, first: Int) -> Bool {
    (first > 0) == (turns % 2 == 0)
  }

  /// Whether G rises (1) or falls (−1) left of all turning points; a function that stands still there
  /// counts as one that rises.
  package var firstDirection: Int {
    function.definition.left.direction(derivative) < 0 ? -1 : 1
  }

  /// The line that results come to on the side of x, as a value at x.
  package func line(at x: Double) -> Double {
    let (constant, slope) = function.tail(at: x).line(derivative)
    return slope == 0 ? constant.double : slope.double * x
  }

  /// The slope of that line.
  func slopeOfLine(at x: Double) -> Double { function.tail(at: x).line(derivative).slope.double }

  /// The value by the formula of the curved branch, on whichever side of zero.
  package func curved(_ x: Interval) -> Interval { series(x, order: 0)[0] }

  /// `line(at:)` by an interval.
  package func line(at x: Interval, isNegative: Bool) -> Interval {
    let tail = isNegative ? function.definition.left : function.definition.right
    let (constant, slope) = tail.line(derivative)
    func times(_ r: Ratio, _ y: Interval) -> Interval {
      let n = y.times(.integer(r.numerator))
      return r.denominator == 1 ? n : n / n.constant(.integer(r.denominator))
    }
    return slope == 0 ? times(constant, x.constant(.integer(1))) : times(slope, x)
  }
}
