/// The complementary error function, 1 − erf(x).
struct Erfc: Definition {
  static let name = "erfc"

  func value<A: Arithmetic>(_ x: A) -> A { x.erfc() }

  /// The derivatives are those of erf, negated.
  var atZero: [Ratio?] { [1, nil, 0, nil] }
  var mirror: MirrorIdentity? { MirrorIdentity(constant: 2, sign: -1) }
  var left: Tail { Tail(constant: 2, signs: [-1, -1, -1, -1], from: 4) }
  /// f is below exp(−x²) there, |f′| below twice that, and f″ below 4x·exp(−x²).
  var right: Tail { Tail(signs: [1, -1, 1, -1], from: 4) }
  var isBoundedByInput: Bool { false }
  static let turns: [[Double]] = [[], [0]]
  func steepness(at x: Double) -> Double { 2 * min(x, 32) }
}
