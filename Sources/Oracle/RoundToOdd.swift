import FloatingPointFormats
import Foundation
import Functions

extension Oracle {
  /// The exact value rounded to odd in binary64: itself where it is a double, else the one of the two
  /// doubles around it whose last bit is 1.
  ///
  /// Rounding that once more, to any format of at most 51 bits and in any direction, gives what
  /// rounding the exact value would (Boldo and Melquiond, "Emulation of a FMA and correctly rounded
  /// sums: proved algorithms using rounding to odd", IEEE Trans. Comput. 57, 2008).
  ///
  /// Edge cases: the limits at ±∞, NaN for NaN; a value too small for a double is ±2^−1074.
  package func roundedToOdd(at x: Double) throws -> Double {
    guard x.isFinite else { return x.isNaN ? .nan : limitValue(at: x) }
    return try ziv(at: x, "rounding to odd") { truth in
      guard let low = truth.rounded(to: Double.self, .down),
        let high = truth.rounded(to: Double.self, .up)
      else { return nil }
      if low.bitPattern == high.bitPattern { return low }
      let inner = low.magnitude < high.magnitude ? low : high
      return Double(bitPattern: inner.bitPattern | 1)
    }
  }
}

extension Truth {
  /// The value that a number rounded to odd stands for: between its two neighbours, or itself where
  /// its last bit is 0.
  package init(roundedToOdd t: Double) {
    let width = t.bitPattern & 1 == 0 ? 0 : t.ulp
    self.init(DoubleDouble(t), scale: 0, below: width, above: width)
  }

  /// The value as far as hi alone tells it, to 15 significant digits.
  /// - Precondition: a normal double, or exact.
  package var shortDecimal: String {
    guard hi != 0 else { return hi.sign == .minus ? "-0" : "0" }
    let parts = String(format: "%.14e", hi).split(separator: "e")
    let text = decimalText(String(parts[0].filter { $0 != "." }), power: Int(parts[1]) ?? 0)
    return isExact ? text.droppingTrailingZeros : text
  }
}
