import CMPFR
import FloatingPointFormats
import Functions

extension Oracle {
  /// The ULP error (y − G)/ulp(G) of a finite output, enclosed so narrowly that both ends agree to
  /// the relative accuracy asked for, or lie within it of zero.
  ///
  /// The enclosure is of doubles; for a truth that is exactly zero, ulp(0) = 2^(emin−p+1).
  public func ulpError(
    of y: Double, at x: Double, in format: FormatParameters, relativeAccuracy: Double = 0x1p-45
  ) throws -> (lo: Double, hi: Double) {
    try ziv(at: x, "the error of \(y.hexFloat)") { truth in
      guard let e = truth.error(of: y, in: format) else { return nil }
      let (lo, hi) = e.doubles
      let size = max(lo.magnitude, hi.magnitude)
      return hi - lo <= relativeAccuracy * max(size, 0x1p-20) ? (lo, hi) : nil
    }
  }

  /// Whether |e| ≤ limit, decided in multiple precision; true for equality.
  public func isError(
    of y: Double, at x: Double, in format: FormatParameters, within limit: Double
  ) throws -> Bool {
    try ziv(at: x, "whether the error of \(y.hexFloat) exceeds \(limit)") { truth in
      guard let e = truth.error(of: y, in: format) else { return nil }
      let bound = MPFloat(limit, precision: 64)
      let minus = MPFloat(-limit, precision: 64)
      if minus <= e.lo && e.hi <= bound { return true }
      if e.hi < minus || bound < e.lo { return false }
      // An open enclosure that only touches the limit from outside.
      if truth.isOpen && (e.hi <= minus || bound <= e.lo) { return false }
      return nil
    }
  }
}

extension Enclosure {
  /// (y − G)/ulp(G), or nil where the enclosure spans two binades.
  func error(of y: Double, in format: FormatParameters) -> Interval? {
    guard let quantum = ulpExponent(in: format) else { return nil }
    // Wide enough for y − G to be exact or nearly so.
    let exact = Interval(y, precision: interval.precision + 64)
    return (exact - interval).scaled(by: -quantum)
  }

  func ulpExponent(in format: FormatParameters) -> Int? {
    func quantum(_ end: MPFloat, nudge: Int) -> Int? {
      guard !end.isZero else { return format.minimumQuantum }
      // The magnitude just inside an open end may belong to the binade below.
      let inward = isOpen && !interval.isPoint && (end.sign > 0) == (nudge < 0) && end.isPowerOfTwo
      return format.ulpExponent(ofBinade: end.exponentFloor - (inward ? 1 : 0))
    }
    let a = quantum(interval.lo, nudge: 1)
    let b = quantum(interval.hi, nudge: -1)
    guard a == b else { return nil }
    // Ends of both signs: only if all between is below the least binade.
    return interval.containsZero && a != format.minimumQuantum ? nil : a
  }
}
