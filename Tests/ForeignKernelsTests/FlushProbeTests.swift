import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Testing

@testable import ForeignKernels

@Suite struct FlushProbeTests {
  enum Shape: CaseIterable { case gelu, silu, relu, leakyReLU }

  private func kernel<T: BinaryFormat>(
    _ type: T.Type, derivative: Int = 0, flushesInputs: Bool, flushesResults: Bool,
    _ f: @escaping @Sendable (Double) -> Double
  ) -> BatchKernel<T> {
    let description = KernelDescription(
      name: "test", Target(.gelu, derivative: derivative), formula: "", arithmetic: "", usedBy: "")
    return BatchKernel<T>(
      description,
      batch: { x, y in
        for i in x.indices {
          let isZero = flushesInputs && x[i].isSubnormalValue
          let result = T(nearest: f(isZero ? 0 : x[i].double))
          y[i] = flushesResults && result.isSubnormalValue ? T(bitPattern: 0) : result
        }
      })
  }

  private static func value(_ shape: Shape, _ x: Double) -> Double {
    switch shape {
    case .gelu: x == 0 ? 0 : x * 0.5 * erfc(-x * 0x1.6a09e667f3bcdp-1)
    case .silu: x / (1 + exp(-x))
    case .relu: max(0, x)
    case .leakyReLU: x < 0 ? x / 100 : x
    }
  }

  private func check<T: BinaryFormat>(_ type: T.Type, _ shape: Shape) throws {
    func probe(_ inputs: Bool, _ results: Bool) throws -> FlushProbe {
      try FlushProbe(
        kernel(type, flushesInputs: inputs, flushesResults: results) { Self.value(shape, $0) })
    }
    let none = try probe(false, false)
    #expect(none.model == "none" && none.subnormalInputs == .kept)
    let ftz = try probe(false, true)
    #expect(ftz.model == "ftz" && ftz.subnormalInputs == .flushed)
    #expect(try probe(true, true).model == "ftz")
    let daz = try probe(true, false)
    #expect(daz.subnormalInputs == .flushed)
    guard shape != .relu else { return }
    #expect(none.subnormalResults == .kept && ftz.subnormalResults == .flushed)
    // Results of normal inputs are kept: only the inputs can be meant.
    #expect(daz.model == "daz+ftz" && daz.subnormalResults == .kept)
  }

  @Test(arguments: Shape.allCases) func valuesOfAllFormats(_ shape: Shape) throws {
    try check(Float16.self, shape)
    try check(BFloat16.self, shape)
    try check(Float.self, shape)
    try check(Double.self, shape)
  }

  private func mixed<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, flushesInputs: Bool, flushesResults: Bool, _ shape: Shape
  ) throws -> FlushProbe {
    let description = KernelDescription(name: "test", Target(.gelu))
    return try FlushProbe(
      MixedBatchKernel<X, Y>(description) { x, y in
        for i in x.indices {
          let isZero = flushesInputs && x[i].isSubnormalValue
          let result = Y(nearest: Self.value(shape, isZero ? 0 : x[i].double))
          y[i] = flushesResults && result.isSubnormalValue ? Y(bitPattern: 0) : result
        }
      })
  }

  /// Subnormals of the inputs' format and of the outputs' are told apart: of float32 inputs none shows in
  /// float16, whose smallest number is far larger; in bfloat16 some do, in float64 all.
  @Test(arguments: Shape.allCases) func twoFormats(_ shape: Shape) throws {
    for flushes in [false, true] {
      let seen: FlushProbe.Behaviour = flushes ? .flushed : .kept
      let half = try mixed(
        Float.self, Float16.self, flushesInputs: true, flushesResults: flushes, shape)
      #expect(half.subnormalInputs == .notSeen && half.subnormalResults == seen, "\(half)")
      #expect(half.model == (flushes ? "ftz" : "none"), "\(half)")
      let brain = try mixed(
        Float.self, BFloat16.self, flushesInputs: flushes, flushesResults: false, shape)
      #expect(brain.subnormalInputs == seen, "\(brain)")
      let wide = try mixed(
        Float16.self, Double.self, flushesInputs: flushes, flushesResults: false, shape)
      #expect(wide.subnormalInputs == seen, "\(wide)")
    }
  }

  @Test func nothingIsSeenInEightBits() throws {
    for flushes in [false, true] {
      let probe = try FlushProbe(
        kernel(Float8E5M2.self, flushesInputs: flushes, flushesResults: flushes) { max(0, $0) })
      #expect(probe.model == "undecided" && probe.subnormalInputs == .notSeen)
    }
  }

  @Test func gradients() throws {
    let step: @Sendable (Double) -> Double = { $0 > 0 ? 1 : 0 }
    #expect(
      try FlushProbe(
        kernel(Float.self, derivative: 1, flushesInputs: true, flushesResults: true, step)
      ).model == "daz+ftz")
    #expect(
      try FlushProbe(
        kernel(Float.self, derivative: 1, flushesInputs: false, flushesResults: false, step)
      ).model == "none")
    let smooth: @Sendable (Double) -> Double = { x in
      0.5 * erfc(-x * 0x1.6a09e667f3bcdp-1) + x * exp(-x * x / 2) * 0x1.9884533d43651p-2
    }
    for flushes in [false, true] {
      let probe = try FlushProbe(
        kernel(Float.self, derivative: 1, flushesInputs: false, flushesResults: flushes, smooth))
      #expect(probe.model == (flushes ? "ftz" : "none"))
      #expect(probe.subnormalResults == (flushes ? .flushed : .kept))
    }
  }

  /// exp overflows below −88.7 in float32, with results still normal: nothing is flushed.
  @Test func anOverflowingTailIsNotTakenForAFlush() throws {
    func model<T: BinaryFormat>(_: T.Type) throws -> String {
      try FlushProbe(
        kernel(T.self, flushesInputs: false, flushesResults: false) {
          let e = Double(Float(exp(-$0)))
          return $0 / (1 + (e > 0x1.fffffep127 ? .infinity : e))
        }
      ).model
    }
    #expect(try model(Float.self) == "none")
    #expect(try model(BFloat16.self) == "none")
    // 1 + tanh in half precision cancels to steps of 2^-11 times x: normal results, then none.
    let half = try FlushProbe(
      kernel(Float16.self, flushesInputs: false, flushesResults: false) {
        Double(Float16(0.5 * $0) * (1 + Float16(tanh(0.8 * ($0 + 0.0447 * $0 * $0 * $0)))))
      })
    #expect(half.model == "none" && half.subnormalResults == .kept)
    // Such a gradient has nothing near zero to go by.
    let gradient = try FlushProbe(
      kernel(Float.self, derivative: 1, flushesInputs: false, flushesResults: false) {
        let e = Double(Float(exp(-$0)))
        return e > 0x1.fffffep127 ? -0.0 : (1 + $0 * e / (1 + e)) / (1 + e)
      })
    #expect(gradient.model == "none" && gradient.subnormalResults == .notSeen)
  }

  /// Kept near zero and lost in the tail: no flush model does that.
  @Test func keptHereAndLostThereIsUndecided() throws {
    let probe = try FlushProbe(
      kernel(Float.self, flushesInputs: false, flushesResults: false) { x in
        let y = Self.value(.gelu, x)
        return x < -1 && Float(y).isSubnormal ? -0.0 : y
      })
    #expect(probe.model == "undecided" && probe.subnormalResults == .mixed)
  }

  @Test func aCancellingTailIsNotTakenForAFlush() throws {
    let probe = try FlushProbe(
      kernel(Float.self, flushesInputs: false, flushesResults: false) {
        Double(Float($0) / 2 * (1 + erff(Float($0) * 0x1.6a09e6p-1)))
      })
    #expect(probe.model == "none" && probe.subnormalResults == .kept)
  }
}
