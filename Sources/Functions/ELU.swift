/// x for x ≥ 0, exp(x) − 1 for x < 0. f′(0) = 1 on both sides.
struct ELU: Definition {
  static let name = "elu"

  func value<A: Arithmetic>(_ x: A) -> A { x.isCertainlyNegative ? curve(x) : x }
  func curve<A: Arithmetic>(_ x: A) -> A { x.expm1() }

  var branches: [Branch] {
    [
      Branch(through: 0, isClosed: false, form: .curved),
      Branch(through: .infinity, form: .polynomial(Polynomial(slope: 1))),
    ]
  }
  /// f″ jumps from 1 to 0 at zero.
  var orders: ClosedRange<Int> { 0...1 }
  var atZero: [Ratio?] { [0, 1, 1, 1] }
  var left: Tail { Tail(constant: -1, signs: [1, 1, 1, 1]) }
  var right: Tail { Tail(exactly: 1) }
  /// 0 < f′ ≤ 1.
  var isBoundedByInput: Bool { true }
  static let turns: [[Double]] = [[], []]
}
