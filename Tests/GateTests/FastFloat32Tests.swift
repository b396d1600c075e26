import FloatingPointFormats
import Testing

@testable import Kernels

/// The fast kernels in float32: nearly always correctly rounded, at the landmarks of each and beside
/// the zero of its gradient too.
@Suite struct FastFloat32Tests {
  static let functions = ["", "-tanh", "-sigmoid", "-silu"]

  /// Every binade of both signs, more where results are about to vanish, and where gradients do.
  static let inputs: [Float] = {
    var random = SplitMix64(seed: 32)
    let binades = (-149...127).map { e in
      Float(sign: .plus, exponent: e, significand: 1) * .random(in: 1..<2, using: &random)
    }
    let dense =
      (0..<300).map { _ in Float.random(in: 0...16, using: &random) }
      + (0..<100).map { _ in .random(in: 80...112, using: &random) }
    let roots = [NormalGate.root, TanhGate.root, SigmoidGate.root, SiLUGate.root].flatMap { root in
      (-30...(-4)).flatMap { e in
        let distance = Double(sign: .plus, exponent: e, significand: 1.3)
        return [Float(-root.high - distance), Float(-root.high + distance)]
      }
    }
    return (binades + dense + roots).flatMap { [-$0, $0] }
  }()

  @Test(arguments: functions, ["", "-backward"])
  func isWithinItsBound(function: String, gradient: String) throws {
    let kernel = try Catalogue.kernel(named: "fast" + function + gradient, for: Float.self)
    let inputs = try Self.inputs + landmarks(kernel.description, Float.self)
    #expect(try misses(kernel, inputs, within: 0.5001).isEmpty)
  }

  /// An ulp at the gradient's zero is seen.
  @Test(arguments: functions) func anErrorBesideTheZeroIsFound(function: String) throws {
    let good = try Catalogue.kernel(named: "fast" + function + "-backward", for: Float.self)
    let mutant = BatchKernel<Float>(good.description) { x, y in
      try good.evaluate(x, into: y)
      for i in x.indices where y[i].magnitude < 0x1p-20 && x[i] > -2 { y[i] = y[i].nextUp }
    }
    #expect(try misses(mutant, Self.inputs, within: 0.5001).count >= 5)
  }
}
