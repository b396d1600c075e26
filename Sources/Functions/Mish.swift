/// x·tanh(log(1 + exp(x))).
struct Mish: Definition {
  static let name = "mish"

  func value<A: Arithmetic>(_ x: A) -> A { x * half(x) }
  func gate<A: Arithmetic>(_ x: A) -> A? { half(x) }

  /// tanh(log(1 + v)) = n/(n + 2), n = v·(v + 2), v = exp(x); with w = 1/v that is 1/(1 + 2w²/(1 + 2w)),
  /// which stays narrow where v is large.
  private func half<A: Arithmetic>(_ x: A) -> A {
    let (one, two) = (x.constant(.integer(1)), x.constant(.integer(2)))
    guard x.isCertainlyNegative else {
      let w = (-x).exp()
      return one / (one + (w * w).times(.integer(2)) / (one + w.times(.integer(2))))
    }
    let v = x.exp()
    let n = v * (v + two)
    return n / (n + two)
  }

  /// The gate is 3/5 at zero, its derivatives 8/25 and −4/125.
  var atZero: [Ratio?] { [0, Ratio(3, over: 5), Ratio(16, over: 25), Ratio(-12, over: 125)] }
  /// f is x·exp(x) to the left, and x − 2x·exp(−2x) to the right, with factors that tend to 1.
  var left: Tail { Tail(signs: [-1, -1, -1, -1]) }
  var right: Tail { Tail(slope: 1, signs: [-1, 1, -1, 1]) }
  /// 0 < gate < 1.
  var isBoundedByInput: Bool { true }
  static let turns: [[Double]] = []
  func steepness(at x: Double) -> Double { 2.02 }
}
