import Foundation
import Functions

/// Definitions in doubles: good to some 2^−50 of the value where the definition does not cancel, and never printed.
/// What is only compared with outputs needs no more.
struct Approximate: Arithmetic {
  var number: Double
  init(_ number: Double) { self.number = number }

  static func + (a: Self, b: Self) -> Self { Self(a.number + b.number) }
  static func - (a: Self, b: Self) -> Self { Self(a.number - b.number) }
  static func * (a: Self, b: Self) -> Self { Self(a.number * b.number) }
  static func / (a: Self, b: Self) -> Self { Self(a.number / b.number) }
  static prefix func - (a: Self) -> Self { Self(-a.number) }

  func exp() -> Self { Self(Foundation.exp(number)) }
  func erfc() -> Self { Self(Foundation.erfc(number)) }
  func erf() -> Self { Self(Foundation.erf(number)) }
  func expm1() -> Self { Self(Foundation.expm1(number)) }
  func log1p() -> Self { Self(Foundation.log1p(number)) }
  func constant(_ c: Constant) -> Self { Self(c.nearest) }
  func times(_ c: Constant) -> Self { Self(number * c.nearest) }
  func clamped(to range: ClosedRange<Int>) -> Self {
    Self(min(max(number, Double(range.lowerBound)), Double(range.upperBound)))
  }
  func hull(_ other: Self) -> Self { self }
  var isCertainlyNegative: Bool { number < 0 }
}

extension Target {
  /// f⁽ᵏ⁾(x) in doubles: near enough to compare outputs with, and never printed. NaN where the definition's own
  /// steps overflow.
  package func approximate(at x: Double) -> Double {
    if let p = function.branch(at: x).polynomial?.derivative(derivative) {
      let sum = p.numerators.reversed().reduce(0.0) { $0 * x + Double($1) }
      return factor * sum / Double(p.denominator)
    }
    let tail = function.tail(at: x).line(derivative)
    guard x.magnitude < 1e4 else {
      let line = tail.constant.double + (tail.slope == 0 ? 0 : tail.slope.double * x)
      return factor * line
    }
    // The side where f is small gives the other side without cancellation.
    if let mirror = function.definition.mirror, x > 0, derivative <= 1, mirror.linear == 1,
      mirror.sign == 1
    {
      let other = evaluated(-x)
      return factor * (derivative == 0 ? x + other : 1 - other)
    }
    return factor * evaluated(x)
  }

  private func evaluated(_ x: Double) -> Double {
    guard derivative > 0 else { return function.value(Approximate(x)).number }
    let series = function.value(TaylorSeries(variable: Approximate(x), order: derivative))
    return series.coefficients[derivative].number * (derivative == 2 ? 2 : 1)
  }
}
