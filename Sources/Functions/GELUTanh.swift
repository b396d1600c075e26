/// (x/2)·(1 + tanh u) = x/(1 + exp(−2u)), u = scale·(x + cubic·x³).
struct GELUTanh: HalfGate, LogisticDefinition {
  static let name = "gelu-tanh"

  var scale = Constant.sqrtTwoOverPi
  var cubic = Constant.decimal(usualCubic)
  static let usualCubic = DecimalConstant("0.044715")!

  var shape: LogisticGate { LogisticGate(scale: scale, cubic: cubic, isDoubled: true) }

  /// The facts need |z| ≥ |x|/16, so that every value below −65536 is under 2^−5000, and
  /// |z′| ≤ 2^23·x² there.
  static var parameters: [Parameter<Self>] {
    [
      Parameter("scale", \.scale, in: 0x1p-4...1024),
      Parameter("cubic", \.cubic, in: 0...1024),
    ]
  }

  var atZero: [Ratio?] { [0, Ratio(1, over: 2), nil, 0] }
  var mirroredFrom: Double { 0 }
  static let turns = [
    [-0x1.81429f9e97e4cp-1], [-0x1.6b23142700629p+0, 0x1.6b2314270062ap+0],
  ]
}
