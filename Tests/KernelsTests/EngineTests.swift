import FloatingPointFormats
import Foundation
import Testing

@testable import Kernels

/// The engines against what their authors state of them: a check of every coefficient.
@Suite struct EngineTests {
  /// erf within 0.996 ulp with fma, as MLX's comments say; 30,001 inputs on [-4, 4].
  @Test func juffaIsFaithfulWithFMA() throws {
    let worst = { (f: (Float) -> Float) in
      (-15_000...15_000).map { i in
        let x = Float(i) / 3750
        let truth = Foundation.erf(Double(x))
        return abs(Double(f(x)) - truth) / Double(Float(truth).ulp)
      }.max() ?? .infinity
    }
    let fused = worst { Juffa.erf(Contracted($0)).value }
    #expect(fused < 1)
    let planted = worst { (x: Float) in
      let y = Juffa.erf(Contracted(x)).value
      return x > 2 && x < 2.001 ? y.nextUp.nextUp : y
    }
    #expect(planted > 1)
  }

  /// |error| of erf at most 1.5e-7 (Abramowitz and Stegun 7.1.26).
  @Test func abramowitzStegunIsWithinItsBound() throws {
    let errors = (0...6000).map { i in
      abs(AbramowitzStegun.erf(Double(i) / 1000) - Foundation.erf(Double(i) / 1000))
    }
    let worst = try #require(errors.max())
    #expect(worst < 1.5e-7 && worst > 1e-7)
  }

  /// The clamp is the first number where the fraction is 1, so that GELU is −0 from there on.
  @Test func xnnpackReachesOneAtItsClamp() throws {
    func check<T: KernelFormat>(_ name: String, _ clamp: String, _: T.Type) throws {
      let kernel = try Catalogue.kernel(named: name, for: T.self)
      let limit = T(nearest: -(try #require(Double(clamp))))
      #expect(try kernel.output(limit).isZeroValue, "\(name)")
      #expect(try !kernel.output(limit.next).isZeroValue, "\(name)")
    }
    try check("xnnpack-f32-rational", "5.1158981323", Float.self)
    try check("xnnpack-f32-rational+fma", "5.1638283730", Float.self)
    try check("xnnpack-f16-rational+native", "3.2890625", Float16.self)
    try check("xnnpack-f16-rational+native+fma", "3.5", Float16.self)
  }

  /// The chords meet erf at the nodes, and are off by less than h²/8·max|erf″| between them.
  @Test func chordsMeetTheirNodes() throws {
    for (i, node) in PiecewiseLinear.nodes.dropLast().enumerated() {
      #expect(abs(node - Foundation.erf(Double(i) / 4 / 2.squareRoot())) < 1e-15)
    }
    for i in 0...400 {
      let x = Double(i) / 100
      let chord = PiecewiseLinear.value(x) / (0.5 * max(x, 1e-9)) - 1
      guard x > 0, x < 3.75 else { continue }
      #expect(abs(chord - Foundation.erf(x / 2.squareRoot())) < 0.25 * 0.25 / 8 * 0.49)
    }
  }

  /// At ±1.0078125·2^-126 x/2 is a tie of bfloat16, and the truth lies above it.
  @Test func bestBreaksTiesOfHalvesUpwards() throws {
    let inputs = [BFloat16(bitPattern: 0x0081), BFloat16(bitPattern: 0x8081)]
    let best = try Catalogue.kernel(named: "best", for: BFloat16.self).outputs(inputs)
    #expect(best.map(\.bitPattern) == [0x0041, 0x8040])
    let fast = try Catalogue.kernel(named: "fast", for: BFloat16.self).outputs(inputs)
    #expect(fast.map(\.bitPattern) == [0x0041, 0x8040])
    let plain = try Catalogue.kernel(named: "erfc", for: BFloat16.self).outputs(inputs)
    #expect(plain.map(\.bitPattern) == [0x0040, 0x8040])
  }

  /// `fast` in float64 before its rounding, against the split form on libm: within 2^-46.
  @Test func fastIsGoodTo46Bits() throws {
    for i in stride(from: -14.0, through: 14, by: 0.0625) {
      let y = FastGELU.value(FastLanes(repeating: i))[0]
      let truth = ErfcSplit.value(i)
      #expect(abs(y - truth) <= 0x1p-46 * abs(truth), "\(i)")
    }
  }
}
