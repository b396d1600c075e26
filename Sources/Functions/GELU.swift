/// x·Φ(x) = (x/2)·erfc(−x/√2).
struct GELU: HalfGate {
  static let name = "gelu"

  func value<A: Arithmetic>(_ x: A) -> A { x * half(x) }
  func gate<A: Arithmetic>(_ x: A) -> A? { half(x) }

  /// Φ(x).
  private func half<A: Arithmetic>(_ x: A) -> A {
    (-x.times(.sqrtHalf)).erfc() / x.constant(.integer(2))
  }

  /// f″ = φ(x)·(2 − x²) and f‴ = φ(x)·(x³ − 4x).
  var atZero: [Ratio?] { [0, Ratio(1, over: 2), nil, 0] }
  /// There is time before Φ is 1 to every precision, and erfc is dear on the side where it is small.
  var mirroredFrom: Double { 16 }
  static let turns = [
    [-0x1.80ead197f00b3p-1], [-0x1.6a09e667f3bccp+0, 0x1.6a09e667f3bcdp+0],
  ]
  func steepness(at x: Double) -> Double { min(x, 1024) * 0.999 }

  /// Φ(x) is exp(−x²/2)/(|x|·√(2π)) and less on the far left: below −65536 everything is far smaller
  /// than the bound that `Tail` states.
  func exponent<A: Arithmetic>(_ x: A) -> A? { -(x * x) / x.constant(.integer(2)) }
}
