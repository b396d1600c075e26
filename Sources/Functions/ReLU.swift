/// max(0, x). At the kink f′(0) = 0, as PyTorch has it.
struct ReLU: Definition {
  static let name = "relu"

  func value<A: Arithmetic>(_ x: A) -> A {
    x * x.constant(.integer(x.isCertainlyNegative ? 0 : 1))
  }
  func gate<A: Arithmetic>(_ x: A) -> A? { x.constant(.integer(x.isCertainlyNegative ? 0 : 1)) }

  var branches: [Branch] {
    [
      Branch(through: 0, form: .polynomial(Polynomial([0]))),
      Branch(through: .infinity, form: .polynomial(Polynomial(slope: 1))),
    ]
  }
  var orders: ClosedRange<Int> { 0...1 }
  var atZero: [Ratio?] { [0, 0, 0, 0] }
  var left: Tail { Tail(exactly: 0) }
  var right: Tail { Tail(exactly: 1) }
  var isBoundedByInput: Bool { true }
  static let turns: [[Double]] = [[], []]
}
