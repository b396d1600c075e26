/// log(1 + exp(x)).
struct Softplus: Definition {
  static let name = "softplus"

  func value<A: Arithmetic>(_ x: A) -> A {
    x.isCertainlyNegative ? x.exp().log1p() : x + (-x).exp().log1p()
  }

  /// f(0) is log 2, f′ the logistic function.
  var atZero: [Ratio?] { [nil, Ratio(1, over: 2), Ratio(1, over: 4), 0] }
  var mirror: MirrorIdentity? { MirrorIdentity(linear: 1, sign: 1) }
  var mirroredFrom: Double { 0 }
  /// f, f′ and f″ are exp(x) and less on the left; f‴ is the logistic's second derivative.
  var left: Tail { Tail(signs: [1, 1, 1, 1]) }
  var right: Tail { Tail(slope: 1, signs: [1, -1, 1, -1]) }
  var isBoundedByInput: Bool { false }
  static let turns: [[Double]] = [[], []]
}
