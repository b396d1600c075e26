import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Identification

/// Which function outputs come nearest to, and what their constants are.
@Suite struct FunctionMatchTests {
  /// Inputs as they come in a sample: dense near zero, and every 1/37 besides.
  private static let inputs: [Float] =
    stride(from: -9.0, through: 9, by: 1.0 / 37).map { Float($0) }
    + (1...40).flatMap { [Float(sign: .plus, exponent: -$0, significand: 1.5)] }

  private static func observed(_ value: (Double) -> Double) -> Observations {
    Observations("made", inputs, inputs.map { Float(value(Double($0))) })
  }

  /// Against multiple precision: some 2^−40 of the value, wherever it is no subnormal double.
  @Test(arguments: Function.all.map(\.name)) func approximationsAreNear(_ name: String) throws {
    let function = try #require(Function(named: name))
    for order in 0...1 {
      let target = Target(function, derivative: order)
      let oracle = Oracle(target)
      for x in stride(from: -30.0, through: 30, by: 0.7071) {
        let right: Double = try oracle.rounded(at: x)
        let near = target.approximate(at: x)
        let room = max(right.magnitude * 0x1p-36, 0x1p-1000) + (order == 1 ? 0x1p-50 : 0)
        #expect((near - right).magnitude <= room, "\(target) at \(x): \(near), not \(right)")
      }
    }
  }

  @Test(arguments: Function.all.map(\.name)) func everyFunctionIsNamed(_ name: String) throws {
    let function = try #require(Function(named: name))
    for order in 0...1 {
      let target = Target(function, derivative: order)
      let match = try #require(FunctionMatch.of(Self.observed { target.approximate(at: $0) }))
      // The slope of softplus is the sigmoid, and there are no more such pairs.
      let isSame =
        match.hypothesis.target == target
        || [name, match.hypothesis.target.function.name].sorted() == ["sigmoid", "softplus"]
      #expect(isSame, "\(target) is called \(match.name)")
      #expect(match.isSure, "\(target)")
    }
  }

  /// Where no function is, none is named for certain.
  @Test func strangersAreNotNamed() {
    for value: (Double) -> Double in [
      { $0 * $0 * $0 / (1 + $0 * $0) }, { $0 < 0 ? 0.9 * $0 / (1 + 9 * $0 * $0) : 1.05 * $0 },
      { _ in 0.25 }, { $0 - $0.rounded() },
    ] {
      #expect(FunctionMatch.of(Self.observed(value))?.isSure != true)
    }
  }

  @Test func nothingIsSaidOfAFewRows() {
    let few = Observations("few", [Float(1), 2, 3], [Float(0.84), 1.95, 3])
    #expect(FunctionMatch.of(few) == nil)
  }

  /// Constants that nobody has, found again from float32 outputs.
  @Test(arguments: [(0.7, 0.06), (0.83, 0.031), (0.044715, 0.7978845608)])
  func constantsAreFitted(_ scale: Double, _ cubic: Double) throws {
    let form = FreeForm.all(order: 0)[1]
    let observed = Self.observed { form.value([scale, cubic, 1], $0) }
    let fit = try #require(
      ConstantFit.best(Probes(observed), order: 0, asked: Target(.geluTanh)))
    let found = Dictionary(uniqueKeysWithValues: fit.constants.map { ($0.name, $0) })
    for (name, value) in [("scale", scale), ("cubic", cubic), ("factor", 1)] {
      let constant = try #require(found[name])
      #expect((constant.value - value).magnitude <= 3 * constant.uncertainty + 1e-7, "\(constant)")
      #expect(constant.uncertainty < 1e-4)
    }
    #expect(found["scale"]?.isUnusual == true)
  }

  @Test func knownNumbersAreRead() {
    #expect(KnownNumber.named(0.044715001, within: 1e-7) == "0.044715")
    #expect(KnownNumber.named(0.7978845608, within: 1e-9) == "sqrt(2/pi)")
    #expect(KnownNumber.named(0.798, within: 1e-6) == "sqrt(2/pi) to 3 decimals")
    #expect(KnownNumber.named(0.61, within: 1e-6) == nil)
  }

  /// A linear problem has one answer, and no doubt about it.
  @Test func leastSquaresSolvesLines() throws {
    let observed = Self.observed { 3 * $0 - 0.25 }
    let problem = LeastSquares(probes: Probes(observed)) { $0[0] * $1 + $0[1] }
    let solution = try #require(problem.solution(from: [1, 1]))
    #expect((solution.constants[0] - 3).magnitude < 1e-6)
    #expect((solution.constants[1] + 0.25).magnitude < 1e-6)
    // Nothing depends on a constant that is not there.
    let idle = LeastSquares(probes: Probes(observed)) { $0[0] * $1 + 0 * $0[1] }
    #expect(idle.solution(from: [1, 1]) == nil)
  }
}
