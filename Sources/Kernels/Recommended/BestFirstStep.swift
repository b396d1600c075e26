/// Ziv's first step for GELU in float64: g(t) = t·exp(−t²/2)·R(t) as a pair within 2^−62·g, with
/// t = |x| and R(t) = exp(t²/2)·erfc(t/√2)/2; f(x) is −g where x < 0 and x − g elsewhere.
///
/// As in `FastGELU64`, exp comes from a table of 2^(j/64) and R from Taylor's series on intervals, but
/// the leading terms are pairs. In units of 2^−53·g the errors are at most
///
///     R: the terms from a₂·d² on, 0.0003 of R, four roundings     0.0012
///     exp: the terms from s²/2 on, 2^−16 of exp, four roundings   0.0001
///     the series cut off, 2^−71 of R and 2^−75 of exp             0.0001
///
/// in all 0.0014, and 2^−62 is 0.0019. `fast_coefficients.py` checks the sizes. One input in 500 is
/// left open.
enum GELUFirstStep {
  /// What g may be off by, relative to itself.
  static let bound = 0x1p-62

  /// f(x), if the bound leaves one rounding of it, for |x| ≥ 2^−60.
  static func rounded(_ x: Double) -> Double? {
    let t = x.magnitude
    guard t < 37 else { return x > 0 ? x : nil }
    let (power, m) = exponential(Pair(product: t, -0.5 * t))
    let g = Pair(t) * (power * ratio(t))
    let error = bound * g.head
    let scale = Double(bitPattern: UInt64(m + 1023) << 52)
    guard x > 0 else { return decided(g, within: error).map { -$0 * scale } }
    let y = Pair(x) + Pair(-g.head * scale, -g.tail * scale)
    return decided(y, within: error * scale + 0x1p-100 * x)
  }

  /// What all that is within the bound of a pair rounds to.
  private static func decided(_ y: Pair, within bound: Double) -> Double? {
    let low = y.head + (y.tail - bound)
    return low == y.head + (y.tail + bound) ? low : nil
  }

  /// exp(y)/2^m and m.
  static func exponential(_ y: Pair) -> (Pair, Int) {
    let n = (y.head * 0x1.71547652b82fep+6).rounded()
    // n·ln 2/64 in two parts, the first one and its difference from y.head exact.
    let r = Pair(sum: y.head - n * FastGELU64.step.head, y.tail - n * FastGELU64.step.tail)
    let (s, low) = (r.head, r.tail)
    var p = 1.0 / 5040
    for factorial in [720.0, 120, 24, 6, 2] { p = p * s + 1 / factorial }
    let expm1 = Pair(sum: s, s * s * p + (low + low * s))
    let j = Int(n) & 63
    let root = Pair(sum: FastGELU64.roots[2 * j], FastGELU64.roots[2 * j + 1])
    return (root + root * expm1, Int(n) >> 6)
  }

  /// R(t).
  static func ratio(_ t: Double) -> Pair {
    let interval = (t + 1).bitPattern >> 47
    let centre = Double(bitPattern: interval << 47 | 1 << 46) - 1
    let i = Int(interval - FastGELU64.intervals.lowerBound) * rowLength
    let d = Pair(sum: t, -centre)
    return rows.withUnsafeBufferPointer { rows in
      var q = rows[i + rowLength - 1]
      for k in (4..<rowLength - 1).reversed() { q = q * d.head + rows[i + k] }
      let slope = Pair(rows[i + 2], rows[i + 3]) + Pair(q * d.head)
      return Pair(rows[i], rows[i + 1]) + slope * d
    }
  }

  private static let rowLength = 14

  /// Of each interval R(c) and R′(c), a pair each, and R⁽ᵏ⁾(c)/k! for k = 2...11.
  private static let rows: [Double] = FastGELU64.intervals.flatMap { interval in
    let a = FastGELU64.taylor(interval, count: rowLength - 2)
    return [a[0].head, a[0].tail, a[1].head, a[1].tail] + a[2...].map(\.head)
  }
}
