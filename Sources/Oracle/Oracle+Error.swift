import CMPFR
import FloatingPointFormats

extension Oracle {
  /// The ULP error (y − G)/ulp(G) of a finite output, enclosed so narrowly that both ends agree to
  /// the relative accuracy asked for, or lie within it of zero.
  ///
  /// The enclosure is of doubles; for a truth that is exactly zero, ulp(0) = 2^(emin−p+1).
  public func ulpError<T: BinaryFormat>(
    of y: T, at x: Double, relativeAccuracy: Double = 0x1p-45
  ) throws -> (lo: Double, hi: Double) {
    try ziv(at: x, "the error of \(y.hexFloat)") { truth in
      guard let e = truth.error(of: y) else { return nil }
      let (lo, hi) = e.doubles
      let size = max(lo.magnitude, hi.magnitude)
      return hi - lo <= relativeAccuracy * max(size, 0x1p-20) ? (lo, hi) : nil
    }
  }

  /// Whether |e| ≤ limit, decided in multiple precision; true for equality.
  public func isError<T: BinaryFormat>(of y: T, at x: Double, within limit: Double) throws -> Bool {
    try ziv(at: x, "whether the error of \(y.hexFloat) exceeds \(limit)") { truth in
      guard let e = truth.error(of: y) else { return nil }
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
  func error<T: BinaryFormat>(of y: T) -> Interval? {
    guard let quantum = ulpExponent(in: T.self) else { return nil }
    // Wide enough for y − G to be exact or nearly so.
    let exact = Interval(y.double, precision: interval.precision + 64)
    return (exact - interval).scaled(by: -quantum)
  }

  func ulpExponent<T: BinaryFormat>(in _: T.Type) -> Int? {
    func quantum(_ end: MPFloat, nudge: Int) -> Int? {
      guard !end.isZero else { return T.minimumQuantum }
      // The magnitude just inside an open end may belong to the binade below.
      let inward = isOpen && !interval.isPoint && (end.sign > 0) == (nudge < 0) && end.isPowerOfTwo
      return T.ulpExponent(ofBinade: end.exponentFloor - (inward ? 1 : 0))
    }
    let a = quantum(interval.lo, nudge: 1)
    let b = quantum(interval.hi, nudge: -1)
    guard a == b else { return nil }
    // Ends of both signs: only if all between is below the least binade.
    return interval.containsZero && a != T.minimumQuantum ? nil : a
  }
}
