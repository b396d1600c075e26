/// x for x ≥ 0, slope·x for x < 0. At the kink f′(0) = slope, as PyTorch has it.
struct LeakyReLU: Definition {
  static let name = "leaky-relu"

  var slope = Constant.decimal(usualSlope)
  static let usualSlope = DecimalConstant("0.01")!

  /// x·(n/10^k) is (x·n)/10^k: exact wherever the product is a binary number.
  func value<A: Arithmetic>(_ x: A) -> A { x.isCertainlyNegative ? x.times(slope) : x }
  func gate<A: Arithmetic>(_ x: A) -> A? {
    x.constant(x.isCertainlyNegative ? slope : .integer(1))
  }

  /// With a slope of at most 1 no result overflows, with one of at least 0 the function is monotone.
  static var parameters: [Parameter<Self>] { [Parameter("slope", \.slope, in: 0...1)] }

  private var ratio: Ratio {
    if case .decimal(let d) = slope { Ratio(d) } else { 0 }
  }
  var branches: [Branch] {
    [
      Branch(through: 0, form: .polynomial(Polynomial(slope: ratio))),
      Branch(through: .infinity, form: .polynomial(Polynomial(slope: 1))),
    ]
  }
  var orders: ClosedRange<Int> { 0...1 }
  var atZero: [Ratio?] { [0, ratio, 0, 0] }
  var left: Tail { Tail(exactly: ratio) }
  var right: Tail { Tail(exactly: 1) }
  var isBoundedByInput: Bool { true }
  static let turns: [[Double]] = [[], []]
}
