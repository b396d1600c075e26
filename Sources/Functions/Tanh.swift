/// The hyperbolic tangent.
struct Tanh: Definition {
  static let name = "tanh"

  /// E/(E + 2) with E = exp(2x) − 1 for x < 0, and the negative of the mirror image else: what is added is
  /// never much larger than the sum.
  func value<A: Arithmetic>(_ x: A) -> A {
    let two = x.constant(.integer(2))
    guard x.isCertainlyNegative else {
      let e = (-x).times(.integer(2)).expm1()
      return -e / (e + two)
    }
    let e = x.times(.integer(2)).expm1()
    return e / (e + two)
  }

  /// f′ = 1 − f².
  var atZero: [Ratio?] { [0, 1, 0, -2] }
  var mirror: MirrorIdentity? { MirrorIdentity(sign: -1) }
  /// f + 1 is 2·exp(2x) and less; f′ and |f″| are below twice and four times that. f″ = −2·f·f′ > 0 on the
  /// left, and f‴ > 0 below −0.66.
  var left: Tail { Tail(constant: -1, signs: [1, 1, 1, 1]) }
  var right: Tail { Tail(constant: 1, signs: [-1, 1, -1, 1]) }
  /// 0 < f′ ≤ 1.
  var isBoundedByInput: Bool { true }
  static let turns: [[Double]] = [[], [0]]
  func steepness(at x: Double) -> Double { 2.02 }
}
