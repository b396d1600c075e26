import FloatingPointFormats

/// x/(1 + exp(−z)), z = k·(x + c·x³).
protocol LogisticGate: BestGate {
  static var scale: Pair { get }
  static var cubic: Pair { get }
}

extension LogisticGate {
  /// 1/(1 + exp(−z)) = 1/2 + z/4 − z³/48 + …
  static var series: (Pair, Double) {
    let k = scale.head
    return (scale.scaled(by: -2), k * cubic.head / 4 - k * k * k / 48)
  }

  static func quick(_ x: Double, derivative: Int) -> (value: Double, bound: Double) {
    let (k, c, t) = (scale.head, cubic.head, x.magnitude)
    let z = k * (t + c * t * t * t)
    let u = exp(-z)
    let upper = 1 / (1 + u)
    let gate = x < 0 ? u * upper : upper
    // exp turns z's absolute error, 2^−50·z, into a relative one.
    let relative = (z + 8) * 0x1p-50
    guard derivative == 1 else { return (x * gate, (x * gate).magnitude * relative) }
    let other = x < 0 ? upper : u * upper
    let slope = x * (k * (1 + 3 * c * t * t)) * other
    return (gate * (1 + slope), gate * (1 + slope.magnitude) * relative)
  }

  static func left(_ x: Double, derivative: Int) -> (Pair, exponent: Int) {
    if derivative == 1, let y = root.value(x) { return (y, 0) }
    let x_ = Pair(x)
    let cube = cubic * Pair(product: x, x)
    let (u, n) = Pair.exp(scale * x_ * (Pair(1) + cube))
    let below = Pair(1) + u.scaled(by: n)
    let gate = u / below
    guard derivative == 1 else { return (x_ * gate, n) }
    let slope = x_ * (scale * (Pair(1) + Pair(3) * cube)) / below
    return (gate * (Pair(1) + slope), n)
  }
}

enum TanhGate: LogisticGate {
  static let scale = Pair.twoSqrtTwoOverPi
  static let cubic = Pair.cubic
  static let root = DerivativeRoot(
    high: -0x1.81429f9e97e4dp-1, middle: 0x1.4f523ed77dbdcp-55, low: -0x1.a649fca8ac0e5p-109,
    slopes: (
      Pair(0x1.b8bacd2c96b91p-2, 0x1.7625a206be83dp-56),
      Pair(0x1.8cd1a2b2fff33p-2, -0x1.d8ac0572d1edbp-56), -0x1.029615edb077ap-6
    ))
}

enum SigmoidGate: LogisticGate {
  static let scale = Pair.sigmoidScale
  static let cubic = Pair(0)
  static let root = DerivativeRoot(
    high: -0x1.80974a62be3dfp-1, middle: 0x1.b12c858d26bf0p-55, low: -0x1.b187332104db7p-112,
    slopes: (
      Pair(0x1.7b9cd99ff06b7p-2, 0x1.c0cf108af1ca5p-57),
      Pair(0x1.b30221e11c035p-2, 0x1.8b8990211c149p-57), 0x1.7d2c1a07340c0p-4
    ))
}

enum SiLUGate: LogisticGate {
  static let scale = Pair(1)
  static let cubic = Pair(0)
  static let root = DerivativeRoot(
    high: -0x1.474973c84120bp+0, middle: -0x1.f8d74bc9ac154p-54, low: -0x1.44a50180ba780p-108,
    slopes: (
      Pair(0x1.be1410460527fp-3, -0x1.2541062177473p-58),
      Pair(0x1.2c563458cc0adp-3, -0x1.ae4095936c303p-57), 0x1.353eb573ca457p-6
    ))
}
