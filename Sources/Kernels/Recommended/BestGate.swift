/// What a correctly rounded kernel needs of its function x·gate(x).
protocol BestGate: Sendable {
  /// f or f′ at x ≠ 0, and a bound of its error, in plain float64.
  static func quick(_ x: Double, derivative: Int) -> (value: Double, bound: Double)

  /// f(x) in float64 for 2^−60 ≤ |x| < 800, where less than `exact` decides its rounding.
  static func decided(_ x: Double) -> Double?

  /// f or f′ to some 95 bits, divided by 2^exponent, for −800 < x ≤ −2^−24.
  static func left(_ x: Double, derivative: Int) -> (Pair, exponent: Int)

  static var root: DerivativeRoot { get }

  /// c₁ and c₃ of the gate's series 1/2 + c₁·x + c₃·x³ + …
  static var series: (Pair, Double) { get }
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

extension BestGate {
  static func decided(_ x: Double) -> Double? { nil }

  /// f or f′ to some 95 bits, divided by 2^exponent, for 2^−60 ≤ |x| < 800.
  static func exact(_ x: Double, derivative: Int) -> (Pair, exponent: Int) {
    guard x.magnitude >= 0x1p-24 else { return (nearZero(x, derivative), 0) }
    guard x > 0 else { return left(x, derivative: derivative) }
    // Of f(x) = x + f(−x) and f′(x) = 1 − f′(−x) the second term alone has an error.
    let (y, n) = left(-x, derivative: derivative)
    return (derivative == 0 ? .sum(x, y.scaled(by: n)) : .sum(1, -y.scaled(by: n)), 0)
  }

  /// The series' first three terms, with an error of 2^−120. The first two may make a tie, as SiLU's
  /// gradient does at each odd multiple of 2^−53; the third decides it, though 2^−160 of their sum.
  private static func nearZero(_ x: Double, _ derivative: Int) -> Pair {
    let (first, third) = series
    let square = x * x
    return derivative == 0
      ? .sum(0.5 * x, first * Pair(product: x, x), third * square * square)
      : .sum(0.5, (first * Pair(x)).scaled(by: 1), 4 * third * square * x)
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

  static func decided(_ x: Double) -> Double? { GELUFirstStep.rounded(x) }

  static func left(_ x: Double, derivative: Int) -> (Pair, exponent: Int) {
    let (density, tail, n) = normal(-x)
    if derivative == 0 { return (Pair(x) * tail, n) }
    return root.value(x).map { ($0, 0) } ?? (tail + Pair(x) * density, n)
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

  static let series = (Pair.invSqrtTwoPi, Pair.invSqrtTwoPi.head / -6)

  static let root = DerivativeRoot(
    high: -0x1.80ead197f00b4p-1, middle: 0x1.13e74c58cada8p-56, low: 0x1.65d4b5b9cdd03p-111,
    slopes: (
      Pair(0x1.b9d98fa5a3215p-2, 0x1.f7c1a23190c7cp-56),
      Pair(0x1.8d9a941de3ac5p-2, 0x1.aea2e6afd7fdbp-56), -0x1.2a2ef9bb865aep-6
    ))
}
