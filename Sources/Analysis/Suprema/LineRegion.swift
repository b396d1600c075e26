import Functions
import Oracle

/// A stretch of the real line for which suprema are stated; both ends belong to it where finite.
package struct LineRegion: Sendable, Hashable {
  package let name: String
  package let from, to: Double

  /// The names are those of the scores' regions; the edges are the same for all formats.
  package static let all: [LineRegion] = [
    LineRegion(name: "beyond", from: -.infinity, to: -8),
    LineRegion(name: "deep tail", from: -8, to: -5),
    LineRegion(name: "tail", from: -5, to: -3),
    LineRegion(name: "dip", from: -3, to: -0.25),
    LineRegion(name: "near zero", from: -0.25, to: 0.25),
    LineRegion(name: "bend", from: 0.25, to: 3),
    LineRegion(name: "shoulder", from: 3, to: .infinity),
  ]
}

extension Approximation {
  /// The parts of the pieces between two numbers, each with its ends; an infinite end is cut off
  /// at ±`edge`.
  func parts(
    from low: Double, to high: Double, edge: Double
  ) -> [(gate: Gate, from: Interval, to: Interval)] {
    func point(_ x: Double) -> Interval { Interval(x, precision: Maximiser.precision) }
    let (bottom, top) = (point(max(low, -edge)), point(min(high, edge)))
    return pieces.compactMap { piece in
      let from = piece.from.position(precision: Maximiser.precision) ?? point(-edge)
      let to = piece.to.position(precision: Maximiser.precision) ?? point(edge)
      let (a, b) = (from.larger(bottom), top.isBelow(to) ? top : to)
      return a.isBelow(b) ? (piece.gate, a, b) : nil
    }
  }

  /// Beyond it the gate is 0 or 1, or the function and its derivative fall in magnitude towards
  /// −∞ (see `Function.edge`); never less than GELU's own edge.
  var edge: Double { pieces.compactMap(\.gate.function?.edge).reduce(Function.gelu.edge, max) }

  /// The gate that holds towards −∞.
  var lastGate: Gate { pieces[0].gate }

  /// An upper bound of |x·γ(x) − gelu(x)|, or of the derivatives' difference, for all |x| ≥ edge:
  /// even or odd, and on the negative side both terms are negative and fall in magnitude.
  func tailBound(derivative d: Int) -> Interval {
    let x = Interval(-edge, precision: Maximiser.precision)
    let mine = lastGate.value(x, derivative: d).absolute
    let gelu = Oracle(.gelu, derivative: d).evaluated(x).absolute
    return mine.upper.larger(gelu.upper)
  }
}
