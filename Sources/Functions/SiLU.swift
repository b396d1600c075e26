/// x/(1 + exp(−x)).
struct SiLU: HalfGate, LogisticDefinition {
  static let name = "silu"

  var shape: LogisticGate { LogisticGate(scale: .integer(1)) }

  var atZero: [Ratio?] { [0, Ratio(1, over: 2), Ratio(1, over: 2), 0] }
  var mirroredFrom: Double { 0 }
  static let turns = [
    [-0x1.474973c84120bp+0], [-0x1.331e23ad9de11p+1, 0x1.331e23ad9de12p+1],
  ]
}
