import Oracle

/// A real number in decimal, between two ends that are rounded outward: lo ≤ number ≤ hi.
package struct RealEnclosure: Codable, Equatable, Sendable {
  package let lo: String
  package let hi: String

  /// How many significant digits the ends are written with.
  package static let digits = 40

  init(_ x: Interval) { (lo, hi) = x.decimals(digits: RealEnclosure.digits) }

  /// The number to so many digits, correctly rounded, if the ends agree on it; else nil.
  package func rounded(digits: Int) -> String? { interval?.commonDecimal(digits: digits) }

  /// Its two ends as doubles, to nearest.
  package var doubles: (lo: Double, hi: Double) { (Double(lo) ?? .nan, Double(hi) ?? .nan) }

  /// The enclosure again, at 256 bits.
  package var interval: Interval? { Interval(decimals: lo, hi, precision: 256) }
}
