import FloatingPointFormats
import Functions
import Oracle

/// A smooth function beside one of its zeros: h(z + t) = t·(c_1 + c_2·t + …).
package struct ZeroSeries: Sendable, Equatable {
  /// z as two doubles, whose exact sum is within 2^−52 ulps of the second of it.
  package let high, low: Double
  /// c_1, c_2, …, each within an ulp.
  package let coefficients: [Double]
  /// How far from z the series is used: an eighth of |z|. Its poles are more than twice |z| away for the gates of this
  /// project, so that the terms left out, from the nineteenth power on, are below 2^−53 of h; RepairTests measure it.
  package var reach: Double { high.magnitude / 8 }

  /// The order that this takes.
  static let order = 18

  package func value(at x: Double) -> Double {
    let t = (x - high) - low
    return t * coefficients.dropLast().reversed().reduce(coefficients.last ?? 0) { $0 * t + $1 }
  }

  init(_ oracle: Oracle, at zero: Interval) {
    high = zero.neighbours(in: Double.self).below
    let rest = zero - Interval(high, precision: Zeros.precision)
    low = rest.neighbours(in: Double.self).below
    let d = oracle.derivative
    let all = oracle.function.value(TaylorSeries(variable: zero, order: Self.order + d))
      .coefficients
    coefficients = (1...Self.order).map { k in
      all[d + k].times(.integer(((k + 1)..<(d + k + 1)).reduce(1, *)))
        .neighbours(in: Double.self).below
    }
  }
}

extension Oracle {
  /// One for each zero of a first derivative; none of a function that is not smooth.
  ///
  /// - Throws: `AnalysisError`.
  package func seriesAtZeros() throws -> [ZeroSeries] {
    guard derivative == 1, function.definition.orders.contains(2) else { return [] }
    return try zeros().filter { $0.isCertainlyNegative || (-$0).isCertainlyNegative }
      .map { ZeroSeries(self, at: $0) }
  }
}
