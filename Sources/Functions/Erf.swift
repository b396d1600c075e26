/// The error function, (2/√π)·∫₀ˣ exp(−t²) dt.
struct Erf: Definition {
  static let name = "erf"

  func value<A: Arithmetic>(_ x: A) -> A { x.erf() }

  /// f′ = (2/√π)·exp(−x²), f″ = −2x·f′ and f‴ = (4x² − 2)·f′.
  var atZero: [Ratio?] { [0, nil, 0, nil] }
  var mirror: MirrorIdentity? { MirrorIdentity(sign: -1) }
  var left: Tail { Tail(constant: -1, signs: [1, 1, 1, 1], from: 4) }
  var right: Tail { Tail(constant: 1, signs: [-1, 1, -1, 1], from: 4) }
  /// f′(0) is 1.128.
  var isBoundedByInput: Bool { false }
  static let turns: [[Double]] = [[], [0]]
  func steepness(at x: Double) -> Double { 2 * min(x, 32) }
}
