/// The numbers a definition is written in: intervals, and power series of intervals.
///
/// A context (the working precision) travels with every value; `constant` makes others in it.
package protocol Arithmetic {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  func exp() -> Self
  func erfc() -> Self
  func erf() -> Self
  /// exp(x) − 1 and log(1 + x), without cancellation.
  func expm1() -> Self
  func log1p() -> Self
  func constant(_ c: Constant) -> Self
  /// self · c; one rounding fewer than a product with `constant(c)`, and exact where it can be.
  func times(_ c: Constant) -> Self
  /// Numbers below the range become its lower end, those above it the upper one. Where an interval holds an
  /// end, it is what either side gives; of a series, coefficient by coefficient.
  func clamped(to range: ClosedRange<Int>) -> Self
  /// Everything that lies in one of the two, or between them.
  func hull(_ other: Self) -> Self
  /// True if the value (of a series: its value at the centre) is certainly below zero.
  var isCertainlyNegative: Bool { get }
}
