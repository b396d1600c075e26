import FloatingPointFormats
import Functions
import Oracle
import Testing

/// Functions with other constants: their names, their ranges, and that every rung of the oracle
/// still tells the truth at the ends of the ranges.
@Suite struct ConstantsTests {
  private func decimal(_ text: String) throws -> DecimalConstant {
    try #require(DecimalConstant(text))
  }

  @Test func namesAreReadBack() throws {
    let ascend = try Function.geluTanh.with(
      scale: decimal("0.7978845610"), cubic: decimal("0.0455399241"))
    #expect(ascend.name == "gelu-tanh(scale=0.797884561,cubic=0.0455399241)")
    #expect(Function(named: ascend.name) == ascend)
    let leaky = try Function.leakyReLU.with(slope: decimal("0.2"))
    #expect(leaky.name == "leaky-relu(slope=0.2)")
    #expect(Function(named: leaky.name) == leaky)
  }

  @Test func theUsualConstantsGiveTheUsualFunction() throws {
    #expect(try Function.geluSigmoid.with(scale: decimal("1.7020")) == .geluSigmoid)
    #expect(try Function.geluTanh.with(cubic: decimal("0.044715")) == .geluTanh)
    for f in Function.tabulated { #expect(Function(named: f.name) == f && f.name == f.baseName) }
  }

  @Test(arguments: [
    ("gelu", "scale", "1"), ("silu", "scale", "2"), ("gelu-sigmoid", "cubic", "0.1"),
    ("relu", "slope", "0.1"), ("gelu-sigmoid", "scale", "0.0624"), ("gelu-tanh", "scale", "1024.5"),
    ("gelu-tanh", "cubic", "-0.1"), ("leaky-relu", "slope", "1.5"), ("leaky-relu", "slope", "-1"),
  ])
  func refusesWhatProofsDoNotCover(_ function: String, _ constant: String, _ value: String) {
    #expect(Function(named: "\(function)(\(constant)=\(value))") == nil)
  }

  @Test(arguments: [
    "gelu-sigmoid(", "gelu-sigmoid()", "gelu-sigmoid(scale)", "gelu-sigmoid(scale=2,scale=3)",
    "gelu-sigmoid(scale=2) ", "gelu-sigmoid(scale=x)", "gelu2", "gelu-sigmoid(factor=2)",
  ])
  func refusesMalformedNames(_ name: String) { #expect(Function(named: name) == nil) }

  static let extremes = [
    "gelu-sigmoid(scale=0.0625)", "gelu-sigmoid(scale=1024)", "gelu-sigmoid(scale=1.773)",
    "gelu-tanh(scale=0.0625,cubic=0)", "gelu-tanh(scale=0.0625,cubic=1024)",
    "gelu-tanh(scale=1024,cubic=1024)", "gelu-tanh(scale=0.797884561,cubic=0.0455399241)",
    "leaky-relu(slope=0)", "leaky-relu(slope=1)", "leaky-relu(slope=0.3333333333333333)",
  ]

  /// The fast tables against plain MPFR: where they claim a rounding, it is the rounding.
  @Test(arguments: extremes) func tablesAgreeWithMPFR(_ name: String) throws {
    let function = try #require(Function(named: name))
    var random = SplitMix64(seed: 5)
    for derivative in 0...1 {
      let oracle = Oracle(function, derivative: derivative)
      let source = TruthSource(oracle)
      let turn = oracle.turningPoints(derivative: 0).first ?? -1
      var claimed = 0
      for i in 0..<300 {
        let x: Double =
          switch i % 4 {
          case 0: turn * Double.random(in: 0...3, using: &random)
          case 1: turn * Double.random(in: -30...30, using: &random)
          // The other end of where a root is looked for with the usual constants.
          case 2: -8 + Double.random(in: -1...1, using: &random) * power(i % 10)
          default: turn + turn * Double.random(in: -1...1, using: &random) * power(i % 60)
          }
        let truth = source.truth(at: x)
        guard let quantum = truth.ulpExponent(in: Double.parameters),
          let claim = truth.nearest(quantum: quantum)
        else { continue }
        claimed += 1
        let exact = try oracle.rounded(at: x, to: Double.self)
        #expect(claim == exact, "\(name) derivative \(derivative) at \(x.hexFloat)")
      }
      #expect(claimed > 30)
    }
  }

  private func power(_ k: Int) -> Double { Double(sign: .plus, exponent: -k, significand: 1) }

  /// Every sign change of f′ and f″ is found: one and two of them.
  @Test(arguments: extremes.filter { $0.hasPrefix("gelu") })
  func turningPointsAreFound(_ name: String) throws {
    let oracle = Oracle(try #require(Function(named: name)))
    let (first, second) = (
      oracle.turningPoints(derivative: 0), oracle.turningPoints(derivative: 1)
    )
    #expect(first.count == 1 && first[0] < 0)
    #expect(second.count == 2 && second[0] < first[0] && second[1] > 0)
  }
}
