/// GELU in float64 without libm, faithful on every input: g(t) = t·exp(−t²/2)·R(t) with t = |x| and
/// R(t) = exp(t²/2)·erfc(t/√2)/2; the result is −g where x < 0 and x − g elsewhere, so nothing
/// cancels.
///
/// exp(−t²/2) = 2^m·(T + e) with T = 2^(j/64) in 26 bits and |e| ≤ 0.0055·T; R = A + a with A = R(c)
/// in 26 bits at the centre c of one of 170 intervals and |a| ≤ 0.018·A by Taylor's series. T·A and
/// t's products with it are exact or nearly so, and roundings only touch a, e and T·a + A·e + a·e.
/// In units of 2^−53·T·A the errors are at most
///
///     a, five roundings: its first coefficient, q in two, q·d, sum    5·0.018
///     e, four: expm1, its product with T, two sums                    4·0.0055
///     A·e, T + e, (T + e)·a, and their sum           0.0055 + 2·0.018 + 0.0235
///     the series cut off, 2^−59.6 of R and 2^−64.9 of exp                0.011
///     t² and ln 2 in two parts, t·(T·A + …) in three                     0.001
///
/// in all 0.189, below 0.2 units of 2^−53·g, and so below 0.2 ulp: with the one rounding of the
/// result its error is less than 0.7 ulp, also for x > 0, where x − g ≥ g. `fast_coefficients.py`
/// checks the sizes that this rests on.
enum FastGELU64 {
  typealias Lanes = SIMD4<Double>
  typealias Bits = SIMD4<UInt64>

  static let kernel = BatchKernel<Double>(about) { inputs, outputs in
    roots.withUnsafeBufferPointer { roots in
      rows.withUnsafeBufferPointer { rows in
        for start in stride(from: 0, to: inputs.count, by: Lanes.scalarCount) {
          let count = min(Lanes.scalarCount, inputs.count - start)
          var x = Lanes.zero
          for i in 0..<count { x[i] = inputs[start + i] }
          let y = value(x, roots, rows)
          for i in 0..<count { outputs[start + i] = y[i] }
        }
      }
    }
  }

  static let about = KernelDescription(
    name: "fast", function: .gelu,
    formula:
      "t = |x|; g = t * exp(-t * t / 2) * R(t); x < 0 ? -g : x - g; R = exp(t * t / 2) * erfc(t / sqrt(2)) / 2 by Taylor series",
    arithmetic: "float64, pairs where roundings would add up",
    usedBy: "this project's recommendation where speed counts too", usesLibm: false)

  /// −t²/2 = n·ln 2/64 + r + low, r exact: n has 17 bits and step's first part 33.
  @inline(__always)
  private static func reduced(_ t: Lanes, _ high: Lanes) -> (
    bits: Bits, n: Lanes, r: Lanes, low: Lanes
  ) {
    let shift = 0x1.8p52
    let square = -0.5 * (high * high)
    let shifted = square * 0x1.71547652b82fep+6 + shift
    let n = shifted - shift
    let r = square - n * step.head
    let low = -0.5 * ((t - high) * (t + high)) - n * step.tail
    return (unsafeBitCast(shifted, to: Bits.self), n, r, low)
  }

  @inline(__always)
  private static func value(
    _ x: Lanes, _ roots: UnsafeBufferPointer<Double>, _ rows: UnsafeBufferPointer<Double>
  ) -> Lanes {
    let sign = unsafeBitCast(x, to: Bits.self) & Double.signBit
    let magnitude = unsafeBitCast(unsafeBitCast(x, to: Bits.self) ^ sign, to: Lanes.self)
    // A NaN goes on through x − g.
    let t = Lanes(repeating: 40).replacing(with: magnitude, where: magnitude .< 40)
    let high = leading(t)

    let (bits, n, r, low) = reduced(t, high)
    let s = r + low
    var p = Lanes(repeating: 1 / 720)
    for factorial in [120.0, 24, 6, 2] { p = p * s + 1 / factorial }
    let expm1 = r + (low + s * s * p)
    let j = (bits & 63) &* 2
    let (root, beyond) = (gather(roots, j, 0), gather(roots, j, 1))
    let e = root * expm1 + (beyond + beyond * expm1)

    // The exponent and five more bits of t + 1 name the interval.
    let interval = unsafeBitCast(t + 1, to: Bits.self) &>> 47
    let centre = unsafeBitCast((interval &<< 47) | 1 &<< 46, to: Lanes.self) - 1
    let i = (interval &- intervals.lowerBound) &* UInt64(rowLength)
    let d = t - centre
    var q = gather(rows, i, rowLength - 1)
    for k in (2..<rowLength - 1).reversed() { q = q * d + gather(rows, i, k) }
    let a = q * d + gather(rows, i, 1)
    let leadingR = gather(rows, i, 0)

    // g/2^m = t·(head + tail) = whole + rest; `product` and `exact` are exact.
    let product = root * leadingR
    let others = leadingR * e + (root + e) * a
    let sum = product + others
    let head = leading(sum)
    let tail = (sum - head) + ((product - sum) + others)
    let exact = high * head
    let small = high * tail + (t - high) * sum
    let whole = exact + small
    let rest = small - (whole - exact)

    let power = unsafeBitCast(((bits &>> 6) &+ 1023) &<< 52, to: Lanes.self)
    let g = whole * power
    let base = x.replacing(with: 0, where: x .< 0)
    let difference = base - g
    let y = difference + (((base - difference) - g) - rest * power)
    // −0 too keeps its sign.
    var result = unsafeBitCast(unsafeBitCast(y, to: Bits.self) | sign, to: Lanes.self)
    // Subnormal results are rounded once, from the pair.
    if !all(t .<= 37) {
      for k in 0..<Lanes.scalarCount where magnitude[k] > 37 {
        result[k] = x[k] > 0 ? x[k] : -Pair(whole[k], rest[k]).rounded(times: Int(n[k]) >> 6)
      }
    }
    return result
  }

  /// The leading 26 bits, whose products with each other are exact.
  @inline(__always)
  private static func leading(_ x: Lanes) -> Lanes {
    unsafeBitCast(unsafeBitCast(x, to: Bits.self) & (~0 << 27), to: Lanes.self)
  }

  @inline(__always)
  private static func gather(
    _ table: UnsafeBufferPointer<Double>, _ index: Bits, _ column: Int
  ) -> Lanes {
    var result = Lanes.zero
    for i in 0..<Lanes.scalarCount { result[i] = table[Int(index[i]) + column] }
    return result
  }

  private static func leading(_ x: Double) -> Double {
    Double(bitPattern: x.bitPattern & (~0 << 27))
  }

  /// The leading 26 bits of x and a double.
  private static func split(_ x: Pair) -> (Double, Double) {
    let head = leading(x.head)
    return (head, (x + Pair(-head)).head)
  }

  /// ln 2/64 in 33 bits and a double.
  static let step: Pair = {
    let head = Double(bitPattern: Pair.ln2.head.bitPattern & (~0 << 20))
    return Pair(head / 64, ((Pair.ln2 + Pair(-head)).head) / 64)
  }()

  /// 2^(j/64), in 26 bits and a double.
  static let roots: [Double] = (0..<64).flatMap { j in
    let (power, n) = Pair.exp(Pair(Double(j) / 64) * .ln2)
    let (head, tail) = split(power.scaled(by: n))
    return [head, tail]
  }

  static let intervals = (1.0.bitPattern >> 47)...(41.0.bitPattern >> 47)
  private static let rowLength = 11

  /// Of each interval R(c), in 26 bits and a double, and R⁽ᵏ⁾(c)/k! for k = 1...9.
  private static let rows: [Double] = intervals.flatMap { interval in
    let a = taylor(interval, count: rowLength - 1)
    let (head, rest) = split(a[0])
    return [head, rest] + a[1...].map(\.head)
  }

  /// R⁽ᵏ⁾(c)/k! at the centre of an interval.
  static func taylor(_ interval: UInt64, count: Int) -> [Pair] {
    let centre = Double(bitPattern: interval << 47 | 1 << 46) - 1
    let (density, tail, _) = NormalGate.normal(centre)
    // R′ = t·R − 1/√(2π), so a₁ = c·a₀ − 1/√(2π) and k·aₖ = c·aₖ₋₁ + aₖ₋₂.
    var a = [-Pair.invSqrtTwoPi, tail / density * .invSqrtTwoPi]
    for k in 1..<count { a.append((Pair(centre) * a[k] + a[k - 1]) / Pair(Double(k))) }
    return Array(a[1...])
  }
}
