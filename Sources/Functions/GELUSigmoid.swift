/// x/(1 + exp(−scale·x)). SiLU with another factor in the exponent is this with that scale.
struct GELUSigmoid: HalfGate, LogisticDefinition {
  static let name = "gelu-sigmoid"

  var scale = Constant.decimal(usualScale)
  static let usualScale = DecimalConstant("1.702")!

  var shape: LogisticGate { LogisticGate(scale: scale) }

  /// As for gelu-tanh.
  static var parameters: [Parameter<Self>] {
    [Parameter("scale", \.scale, in: 0x1p-4...1024)]
  }

  /// f″(0) = scale/2, and f‴ is odd.
  var atZero: [Ratio?] {
    guard case .decimal(let s) = scale else { return [0, Ratio(1, over: 2), nil, 0] }
    return [0, Ratio(1, over: 2), Ratio(s).half, 0]
  }
  /// The logistic soon comes nearer to 1 than any precision shows.
  var mirroredFrom: Double { 0 }
  static let turns = [
    [-0x1.80974a62be3dep-1], [-0x1.68e3f15ed0fc7p+0, 0x1.68e3f15ed0fc8p+0],
  ]
}
