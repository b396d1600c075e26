import FloatingPointFormats
import Testing

@testable import Kernels

/// Faithfulness in float64, with room to spare.
@Suite struct FastFloat64Tests {
  /// Every binade of both signs to its least, and more inputs where the result is about to vanish or
  /// the terms are of one size; ends of intervals, of tables' steps, and of the main path.
  static let inputs: [Double] = {
    var random = SplitMix64(seed: 64)
    let binades = (-1074...9).flatMap { e in
      let one = Double(sign: .plus, exponent: e, significand: 1)
      return [one, one.nextUp, one.nextDown, one * .random(in: 1..<2, using: &random)]
    }
    let steps = (0..<680).map { Double($0) / 16 }.flatMap { [$0.nextDown, $0, $0.nextUp] }
    let dense =
      (0..<1500).map { _ in Double.random(in: 0...40, using: &random) }
      + (0..<300).map { _ in .random(in: 36.9...37.6, using: &random) }
      + (0..<700).map { _ in .random(in: 37.5...38.6, using: &random) }
      + (0..<300).map { _ in .random(in: 0...8.5, using: &random) }
    return (binades + steps + dense).flatMap { [-$0, $0] }
  }()

  private func kernel() throws -> any Kernel<Double> {
    try Catalogue.kernel(named: "fast", for: Double.self)
  }

  @Test func isWithinItsBound() throws {
    #expect(try misses(kernel(), Self.inputs, within: 0.7).isEmpty)
    let all = try landmarks(FastGELU64.about, Double.self)
    let places = all.enumerated().compactMap { $0 % 7 == 0 ? $1 : nil }
    #expect(try misses(kernel(), places, within: 0.7).isEmpty)
  }

  @Test func specialValues() throws {
    let inputs = [-.infinity, -1e300, -39, -0.0, 0, 300, .greatestFiniteMagnitude, .infinity]
    let right = [-0.0, -0.0, -0.0, -0.0, 0, 300, .greatestFiniteMagnitude, .infinity]
    #expect(try outputs(kernel(), inputs).map(\.bitPattern) == right.map(\.bitPattern))
    #expect(try outputs(kernel(), [.nan, .signalingNaN, -.nan]).allSatisfy { $0.isNaN })
  }

  /// A result depends on its input alone, not on its place among them.
  @Test func batches() throws {
    let inputs = Array(Self.inputs.suffix(61)) + [.nan, .infinity]
    let whole = try outputs(kernel(), inputs).map(\.bitPattern)
    let alone = try inputs.map { try outputs(kernel(), [$0])[0].bitPattern }
    #expect(alone == whole)
    #expect(try outputs(kernel(), Array(inputs[1...])).map(\.bitPattern) == Array(whole[1...]))
  }

  /// The low parts of t² and of ln 2 left away are seen.
  @Test func mutantsAreFound() throws {
    let good = try kernel()
    let square = BatchKernel<Double>(good.description) { x, y in
      try good.evaluate(x, into: y)
      for i in x.indices where x[i] < 0 {
        let high = Double(bitPattern: x[i].bitPattern & (~0 << 27))
        y[i] += y[i] * 0.5 * (x[i] - high) * (x[i] + high)
      }
    }
    #expect(try misses(square, Self.inputs, within: 0.7).count > 500)
    let logarithm = BatchKernel<Double>(good.description) { x, y in
      try good.evaluate(x, into: y)
      for i in x.indices where x[i] < 0 { y[i] -= y[i] * x[i] * x[i] * 0x1p-55 }
    }
    #expect(try misses(logarithm, Self.inputs, within: 0.7).count > 500)
  }
}
