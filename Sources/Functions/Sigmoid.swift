/// 1/(1 + exp(−x)), the logistic function.
struct Sigmoid: Definition {
  static let name = "sigmoid"

  private var shape: LogisticGate { LogisticGate(scale: .integer(1)) }
  func value<A: Arithmetic>(_ x: A) -> A { shape.value(x) }

  /// f′ = f·(1 − f).
  var atZero: [Ratio?] { [Ratio(1, over: 2), Ratio(1, over: 4), 0, Ratio(-1, over: 8)] }
  var mirror: MirrorIdentity? { MirrorIdentity(constant: 1, sign: -1) }
  var mirroredFrom: Double { 0 }
  /// f is exp(x) and less on the left, and so is f′; |f″| < f′. f″ > 0 for x < 0, and f‴ > 0 below −1.317.
  var left: Tail { Tail(signs: [1, 1, 1, 1]) }
  var right: Tail { Tail(constant: 1, signs: [-1, 1, -1, 1]) }
  var isBoundedByInput: Bool { false }
  static let turns: [[Double]] = [[], [0]]
}
