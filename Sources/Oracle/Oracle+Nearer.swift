import CMPFR
import FloatingPointFormats

/// Which of two numbers lies nearer to an exact value.
package enum Nearer: Sendable, Equatable {
  case first, second
  /// Both lie equally far, as two zeros do.
  case neither
}

extension Oracle {
  /// Bits that hold the sum of any two doubles exactly.
  private static let sumPrecision = 2304

  /// Which of two finite numbers is nearer to the exact value at x, decided in multiple precision.
  ///
  /// The exact value G is held to the middle of the two: 2·G to their sum, which is formed without rounding.
  /// - Precondition: a, b and x are finite.
  /// - Throws: `OracleError`, where the highest precision leaves it open.
  package func nearer(_ a: Double, _ b: Double, at x: Double) throws -> Nearer {
    guard a != b else { return .neither }
    let (lower, upper): (Nearer, Nearer) = a < b ? (.first, .second) : (.second, .first)
    return try ziv(at: x, "which of \(a.hexFloat) and \(b.hexFloat) is nearer to the value") {
      truth in
      let sum = MPFloat(
        mpfr_add, MPFloat(a, precision: Oracle.sumPrecision),
        MPFloat(b, precision: Oracle.sumPrecision), MPFR_RNDN)
      let twice = truth.interval.scaled(by: 1)
      if twice.hi < sum { return lower }
      if sum < twice.lo { return upper }
      if twice.isPoint { return .neither }
      // An open enclosure that only touches the middle lies beside it.
      guard truth.isOpen else { return nil }
      return twice.hi <= sum ? lower : sum <= twice.lo ? upper : nil
    }
  }
}
