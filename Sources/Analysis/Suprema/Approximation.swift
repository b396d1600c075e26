import Functions
import Oracle

/// What is used in place of x·Φ(x), as exact mathematics: x·γ(x), where the gate γ is given piece
/// by piece and γ(x) + γ(−x) = 1. So the difference to GELU is even, and its derivative odd.
package struct Approximation: Sendable {
  package let name: String
  package let formula: String
  /// From −∞ to ∞, each piece beginning where the one before ends.
  let pieces: [Piece]

  private init(_ name: String, _ formula: String, _ pieces: [Piece]) {
    self.name = name
    self.formula = formula
    self.pieces = pieces
  }

  /// A smooth function of the suite, with any constants.
  /// - Parameter name: how it is called; the function's own name unless said.
  package init(_ function: Function, name: String? = nil, formula: String) {
    self.init(
      name ?? function.name, formula,
      [Piece(from: .minusInfinity, to: .infinity, gate: .function(function))])
  }

  /// The approximations of CATALOGUE's section 1 and the comparisons, in the order of reports.
  package static let all: [Approximation] = [
    Approximation(.geluTanh, formula: "x/2·(1+tanh(√(2/π)·(x+0.044715·x³)))"),
    Approximation(.geluSigmoid, formula: "x/(1+exp(−1.702·x))"),
    custom("gelu-sigmoid(scale=1.773)", formula: "x/(1+exp(−1.773·x))"),
    // 1.595769122 = 2·0.797884561, and 1.60033 = 2·0.800165.
    custom(
      "gelu-tanh(scale=0.797884561,cubic=0.0455399241)", name: "ascend",
      formula: "x/(1+exp(−1.595769122·(x+0.0455399241·x³)))"),
    custom(
      "gelu-tanh(scale=0.800165,cubic=0.0433603)", name: "mlx-old",
      formula: "x/(1+exp(−1.60033·x·(1+0.0433603·x²)))"),
    iGELU, hard,
    Approximation(
      "relu", "max(0,x)",
      [
        Piece(from: .minusInfinity, to: .zero, gate: .zero),
        Piece(from: .zero, to: .infinity, gate: .one),
      ]),
    Approximation(.silu, formula: "x/(1+exp(−x))"),
  ].compactMap { $0 }

  private static func custom(
    _ function: String, name: String? = nil, formula: String
  ) -> Approximation? {
    Function(named: function).map { Approximation($0, name: name, formula: formula) }
  }

  /// x/2·(1+L(x/√2)), L(z) = sgn(z)·(a·(min(|z|,−b)+b)²+1), a = −0.2888, b = −1.769
  /// (Kim et al., "I-BERT", 2021, equation 8). L jumps at 0, and with it the derivative.
  private static let iGELU = Approximation(
    "i-gelu", "x/2·(1+L(x/√2)), L(z) = sgn(z)·(−0.2888·(min(|z|,1.769)−1.769)²+1)",
    [
      Piece(from: .minusInfinity, to: .rootTwoTimes("-1.769"), gate: .zero),
      Piece(from: .rootTwoTimes("-1.769"), to: .zero, gate: .parabola(rising: true)),
      Piece(from: .zero, to: .rootTwoTimes("1.769"), gate: .parabola(rising: false)),
      Piece(from: .rootTwoTimes("1.769"), to: .infinity, gate: .one),
    ])

  /// tenstorrent/tt-metal#30742.
  private static let hard = Approximation(
    "hard-gelu", "x·min(max(x+1.58,0),3.16)/3.16",
    [
      Piece(from: .minusInfinity, to: .decimal("-1.58"), gate: .zero),
      Piece(from: .decimal("-1.58"), to: .decimal("1.58"), gate: .ramp),
      Piece(from: .decimal("1.58"), to: .infinity, gate: .one),
    ])
}
