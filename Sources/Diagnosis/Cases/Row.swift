/// A finite input with its output and what is right.
package struct Row: Sendable {
  let x, y: Double
  /// The exact value, in doubles: near enough to compare, never printed.
  let f: Double
  /// Its correct rounding: beyond the format's range what the format has there.
  let right: Double
  /// (y − f)/ulp(f), to some 2^−40 of it; infinite where y alone is NaN or infinite.
  let error: Double
  /// ulp(f).
  let unit: Double
  /// Whether `right` is larger in magnitude than f; nil where they are equal or f is beyond the range.
  let isRoundedUp: Bool?

  /// Off by more than a kernel of a few operations is.
  var isBad: Bool { error.magnitude > Row.bad }
  static let bad = 4.0
  var isRight: Bool { y == right && (y != 0 || y.sign == right.sign) || y.isNaN && right.isNaN }
}
