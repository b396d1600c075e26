/// An unevaluated sum hi + lo of two doubles, |lo| ≤ ulp(hi)/2: about 106 bits.
///
/// Error bounds, with u = 2^−53: Joldes, Muller and Popescu, "Tight and rigorous error bounds for
/// basic building blocks of double-word arithmetic", ACM TOMS 44 (2017), algorithms 6, 8 and 10: those
/// without a fused multiply-add. They suppose that nothing overflows or underflows. Nothing overflows at
/// the magnitudes that cells hold; where a product of the central cell is below 2^−960, as for a
/// derivative at |x| < 2^−960, its lower half may underflow. That loses less than 2^−1070, which the
/// 2^−1000 in every cell's bound covers.
struct DoubleDouble {
  var hi, lo: Double

  init(_ hi: Double, _ lo: Double = 0) {
    self.hi = hi
    self.lo = lo
  }

  /// a + b exactly (Knuth).
  @inline(__always) static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    let bb = s - a
    return DoubleDouble(s, (a - (s - bb)) + (b - bb))
  }

  /// a + b exactly where |a| ≥ |b| (Dekker).
  @inline(__always) static func fastSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    return DoubleDouble(s, b - (s - a))
  }

  /// a·b exactly where |a·b| ≥ 2^−960: Dekker's product, since a fused multiply-add is a library call on
  /// x86-64's baseline and gives the same bits there. Below, either may be off by 2^−1070.
  @inline(__always) static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let p = a * b
    let (ah, al) = split(a)
    let (bh, bl) = split(b)
    return DoubleDouble(p, ((ah * bh - p) + ah * bl + al * bh) + al * bl)
  }

  /// Veltkamp's split in 26 and 27 bits.
  @inline(__always) private static func split(_ a: Double) -> (Double, Double) {
    let c = 134_217_729 * a
    let hi = c - (c - a)
    return (hi, a - hi)
  }

  /// Relative error at most 3u² (algorithm 8).
  @inline(__always) static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let c = product(a.hi, b)
    return fastSum(c.hi, c.lo + a.lo * b)
  }

  /// Relative error at most 3u² + 13u³, whatever the signs (algorithm 6).
  @inline(__always) static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = sum(a.hi, b.hi)
    let t = sum(a.lo, b.lo)
    let v = fastSum(s.hi, s.lo + t.hi)
    return fastSum(v.hi, t.lo + v.lo)
  }

  /// Relative error at most 7u² (algorithm 10).
  @inline(__always) static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let c = product(a.hi, b.hi)
    return fastSum(c.hi, c.lo + (a.hi * b.lo + a.lo * b.hi))
  }

  @inline(__always) static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(-a.hi, -a.lo)
  }

  @inline(__always) func scaled(by power: Double) -> DoubleDouble {
    DoubleDouble(hi * power, lo * power)
  }
}

extension Interval {
  /// The midpoint as a sum of two doubles, and an upper bound of its distance to any point of the
  /// interval.
  var doubleDouble: (value: DoubleDouble, radius: Double) {
    let hi = doubles.lo / 2 + doubles.hi / 2
    let rest = (self - Interval(hi, precision: precision)).doubles
    let lo = rest.lo / 2 + rest.hi / 2
    let value = DoubleDouble.fastSum(hi, lo)
    let off =
      self - Interval(value.hi, precision: precision) - Interval(value.lo, precision: precision)
    return (value, off.magnitude)
  }
}
