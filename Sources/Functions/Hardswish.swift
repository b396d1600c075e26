/// x·min(max(x + 3, 0), 6)/6: a zero up to −3, x from 3 on.
///
/// At the kinks f′(−3) = 0 and f′(3) = 1, the slopes of the zero and of x, as pytorch/pytorch#147801 asks for.
struct Hardswish: Definition {
  static let name = "hardswish"

  /// One division, the last step: values that are binary numbers come out exactly.
  func value<A: Arithmetic>(_ x: A) -> A {
    x * (x + x.constant(.integer(3))).clamped(to: 0...6) / x.constant(.integer(6))
  }

  /// The zero on the left is 0·x, and so negative.
  var branches: [Branch] {
    [
      Branch(through: -3, form: .polynomial(Polynomial(slope: 0))),
      Branch(through: 3, isClosed: false, form: .polynomial(Polynomial([0, 3, 1], over: 6))),
      Branch(through: .infinity, form: .polynomial(Polynomial(slope: 1))),
    ]
  }
  var orders: ClosedRange<Int> { 0...1 }
  var atZero: [Ratio?] { [0, Ratio(1, over: 2), Ratio(1, over: 3), 0] }
  var left: Tail { Tail(exactly: 0) }
  var right: Tail { Tail(exactly: 1) }
  /// 0 ≤ min(max(x + 3, 0), 6) ≤ 6.
  var isBoundedByInput: Bool { true }
  /// f stands still, falls, and rises from −3/2 on. f′ steps down at either kink and rises before and after:
  /// each step turns twice.
  static let turns: [[Double]] = {
    let kink = (-3.0).nextUp
    return [[kink, -1.5], [kink, kink, 3, 3]]
  }()
}
