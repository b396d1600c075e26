/// What a correctly rounded kernel needs of its function x·gate(x).
protocol BestGate: Sendable {
  /// f or f′ at x ≠ 0, and a bound of its error, in plain float64.
  static func quick(_ x: Double, derivative: Int) -> (value: Double, bound: Double)

  /// f or f′ to some 95 bits, divided by 2^exponent, for 2^−60 ≤ |x| < 800.
  static func exact(_ x: Double, derivative: Int) -> (Pair, exponent: Int)

  static var root: DerivativeRoot { get }
}

/// The zero of f′ and Taylor's coefficients of f′ there.
struct DerivativeRoot: Sendable {
  /// The root's parts, a double each.
  let high, middle, low: Double
  let slopes: (Pair, Pair, Double)

  /// f′ where x is within 2^−20 of the root, and a sum of larger terms would cancel.
  func value(_ x: Double) -> Pair? {
    guard (x - high).magnitude < 0x1p-20 else { return nil }
    let d = Pair(sum: x, -high) + Pair(-middle) + Pair(-low)
    return d * (slopes.0 + d * (slopes.1 + d * Pair(slopes.2)))
  }
}

/// x·Φ(x).
enum NormalGate: BestGate {
  static func quick(_ x: Double, derivative: Int) -> (value: Double, bound: Double) {
    if derivative == 0 {
      let y = ErfcSplit.value(x)
      return (y, y.magnitude * 0x1p-49)
    }
    let y = SplitBackward.value(x)
    // Φ and x·φ both stay below max(|f′|, 1.2) for x > −1, and below 16·|f′| further down.
    return (y, x > -1 ? 0x1p-47 : y.magnitude * 0x1p-44)
  }

  static func exact(_ x: Double, derivative: Int) -> (Pair, exponent: Int) {
    let x_ = Pair(x)
    let (density, tail, n) = normal(x.magnitude)
    if x > 0 {
      let upper = Pair(1) + -tail.scaled(by: n)
      return (derivative == 0 ? x_ * upper : upper + x_ * density.scaled(by: n), 0)
    }
    if derivative == 0 { return (x_ * tail, n) }
    return root.value(x).map { ($0, 0) } ?? (tail + x_ * density, n)
  }

  /// φ(t) and Φ(−t), both divided by 2^exponent.
  static func normal(_ t: Double) -> (density: Pair, tail: Pair, exponent: Int) {
    let (bell, n) = Pair.exp(Pair(product: t, -0.5 * t))
    let density = bell * .invSqrtTwoPi
    guard t < 3 else {
      // Laplace's continued fraction of Mills' ratio; its error is exp(−2·t·√(2·100)).
      var d = Pair(t)
      for k in stride(from: 100.0, through: 1, by: -1) { d = Pair(t) + Pair(k) / d }
      return (density, density / d, n)
    }
    // Φ(−t) = 1/2 − φ(t)·Σ t^(2k+1)/(1·3···(2k+1)).
    let square = Pair(product: t, t)
    var (term, sum, k) = (Pair(t), Pair(t), 3.0)
    while term.head > sum.head * 0x1p-112 {
      term = term * square / Pair(k)
      sum = sum + term
      k += 2
    }
    let plain = density.scaled(by: n)
    return (plain, Pair(0.5) + -(plain * sum), 0)
  }

  static let root = DerivativeRoot(
    high: -0x1.80ead197f00b4p-1, middle: 0x1.13e74c58cada8p-56, low: 0x1.65d4b5b9cdd03p-111,
    slopes: (
      Pair(0x1.b9d98fa5a3215p-2, 0x1.f7c1a23190c7cp-56),
      Pair(0x1.8d9a941de3ac5p-2, 0x1.aea2e6afd7fdbp-56), -0x1.2a2ef9bb865aep-6
    ))
}
