import Functions
import Oracle

/// An interval search did not come to an end: a zero or maximum of higher order than it knows.
package struct AnalysisError: Error, CustomStringConvertible {
  package let description: String
}

/// A function by its Taylor coefficients: element k of `expand(x)` encloses h^(k)(t)/k! for every
/// t in x, k = 0, 1, 2.
typealias Expansion = @Sendable (Interval) -> [Interval]

/// Zeros of a smooth function, by interval branch and prune.
enum Zeros {
  static let precision = 256

  /// All zeros between two doubles, each in an enclosure of about 240 bits.
  ///
  /// A cell without a zero of h is dropped; in one without a zero of h′ there is at most one, which
  /// signs at the ends decide and Newton's interval iteration encloses; any other is halved.
  /// - Precondition: h is not zero at a double.
  static func all(of expand: Expansion, from a: Double, to b: Double) throws -> [Interval] {
    var found: [Interval] = []
    func search(_ a: Double, _ b: Double, _ depth: Int) throws {
      guard depth < 60 else { throw AnalysisError(description: "no simple zero near \(a)") }
      let cell = Interval(from: a, to: b, precision: precision)
      let h = expand(cell)
      guard h[0].containsZero else { return }
      if !h[1].containsZero {
        let (left, right) = (expand(cell.lower)[0], expand(cell.upper)[0])
        if left.isCertainlyNegative != right.isCertainlyNegative {
          found.append(refined(cell, expand))
        }
        return
      }
      let middle = a + (b - a) / 2
      try search(a, middle, depth + 1)
      try search(middle, b, depth + 1)
    }
    Interval.prepareThread()
    try search(a, b, 0)
    return found
  }

  /// Newton's interval iteration X ← X ∩ (m − h(m)/h′(X)) from a cell with one zero, h′ ≠ 0 there.
  static func refined(_ cell: Interval, _ expand: Expansion) -> Interval {
    var x = cell
    while let next = step(x, expand), next.width < x.width * 0.75 { x = next }
    return x
  }

  /// One step; nil if the cell has no zero.
  static func step(_ x: Interval, _ expand: Expansion) -> Interval? {
    let m = x.middle
    return (m - expand(m)[0] / expand(x)[1]).intersection(x)
  }
}

extension Function {
  /// Beyond ±edge, f′ and f″ have no zeros: f″ < 0 on both sides, f′ < 0 below and > 0 above.
  ///
  /// For GELU f″ = φ(x)·(2 − x²), and f′ = Φ + xφ < 0 below −1 by Φ(x) < φ(x)/|x|. For a gate
  /// g = 1/(1+exp(−z)), z = k(x + c·x³), f′/g = 1 + x·z′·(1−g) and
  /// f″/(g(1−g)) = 2z′ + x·z″ + x·z′²·(1−2g), where |x·z′| ≥ |z| ≥ 14 and |x·z″| ≤ 2z′ beyond the
  /// edge: below it they are under 1 − 7 and (4 − 13)·z′; above, f′(x) = 1 − f′(−x).
  var edge: Double { 64 * definition.gridStep }
}

extension Oracle {
  /// The expansion of this derivative of the function.
  var expansion: Expansion {
    let (f, d) = (function, derivative)
    return { x in
      derived(f.value(TaylorSeries(variable: x, order: d + 2)).coefficients, d)
    }
  }

  /// Every zero on the real line of a first or second derivative of a smooth function.
  func zeros() throws -> [Interval] {
    let edge = function.edge
    // No halving of a range that is not symmetric meets the zero at zero of an odd function.
    let end = isZeroAtZero ? edge * 1.1 : edge
    return try Zeros.all(of: expansion, from: -edge, to: end)
  }
}

/// c_0, c_1, c_2 of the d-th derivative, from the coefficients of a function: h^(k)/k! for
/// h = f^(d) is c_{d+k}·(d+k)!/k!.
func derived(_ coefficients: [Interval], _ d: Int) -> [Interval] {
  (0...2).map { k in
    coefficients[d + k].times(.integer(((k + 1)..<(d + k + 1)).reduce(1, *)))
  }
}
