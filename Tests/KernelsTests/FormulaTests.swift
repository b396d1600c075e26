import FloatingPointFormats
import Foundation
import Testing

@testable import Kernels

/// The kernels against `Reference`. Coarse on purpose: it tells a wrong formula or constant, not a
/// wrong rounding.
@Suite struct FormulaTests {
  /// Where the formula is not its function by more than rounding hides, the distance between the
  /// two on [-10, 10].
  static let methodError = [
    "hard": 0.0905, "i-gelu": 0.019, "pwl-16": 0.0025, "sqrt-2-over-5": 0.104,
    "cutlass-poly11": 0.00082, "tt-lut6": 0.024, "tt-chebyshev15": 0.0041, "tt-piecewise": 0.0076,
    "int8-table": 2.07, "mish": 0.21, "shift-gelu": 0.0088,
    "tt-lut6-backward": 0.033, "tt-odd8-backward": 0.0073, "pade-tanh": 0.0017,
    "ggml-f16-table": 0.005, "tanh-pi6": 2e-8, "x-minus": 1e-8,
  ]

  /// NaN on [-10, 10] in float16 arithmetic, where exp overflows beyond 11.
  static let overflowing: Set = [
    "tanh-exp-ratio+native", "tanh-exp-ratio+native+fma", "fast-gelu-backward+native",
    "fast-gelu-backward+native+fma",
  ]

  @Test(arguments: FormatName.reported)
  func everyKernelComputesItsFunction(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      for kernel in Catalogue.kernels(for: T.self) {
        let worst = try worstDeviation(of: kernel)
        let name = kernel.description.name
        if T.name == .float16, Self.overflowing.contains(name) {
          #expect(worst.inUnits == .infinity, "\(name)")
        } else {
          #expect(worst.inUnits <= 1, "\(name) at \(worst.input)")
        }
      }
    }
    try check(format.kernelType)
  }

  /// Without its allowance each of them fails in some format: none is there for nothing.
  @Test func everyAllowanceIsNeeded() throws {
    var unneeded = Set(Self.methodError.keys)
    func check<T: KernelFormat>(_: T.Type) throws {
      for kernel in Catalogue.kernels(for: T.self) {
        guard unneeded.contains(kernel.description.name) else { continue }
        let without = try worstDeviation(of: kernel, allowingMethod: false)
        if without.inUnits > 1 { unneeded.remove(kernel.description.name) }
      }
    }
    for format in FormatName.reported { try check(format.kernelType) }
    #expect(unneeded.isEmpty)
  }

  @Test func aWrongVariantOrConstantIsTold() throws {
    let tanh = BatchKernel<Float>(Tanh.self, .usual)
    let mixed = Mutants.swapped(tanh, labelled: Erf.about)
    #expect(try worstDeviation(of: mixed).inUnits > 1)
    let scale = BatchKernel<Float>(Quick.about) { $0 * sigmoid(1.7 * $0) }
    #expect(try worstDeviation(of: scale).inUnits > 1)
    let slope = BatchKernel<Float>(SiLUBackward.about) { 0.999 * SiLUBackward.value($0) }
    #expect(try worstDeviation(of: slope).inUnits > 1)
    let ascend = BatchKernel<Float>(SigmaDiv.about) { Ascend.value($0) }
    #expect(try worstDeviation(of: ascend).inUnits > 1)
  }

  /// To 16 digits, computed with mpmath at 40.
  @Test(arguments: [
    ("erf", 0.8413447460685429, -0.15865525393145705),
    ("erfc-split", 0.8413447460685429, -0.15865525393145705),
    ("tanh", 0.8411919906082767, -0.1588080093917233),
    ("quick", 0.8457957659328212, -0.1542042340671787),
    ("silu", 0.7310585786300049, -0.2689414213699951),
    ("relu", 1, 0), ("leaky-relu", 1, -0.01),
    ("erf-backward", 1.0833154705876864, -0.0833154705876864),
    ("best-backward", 1.0833154705876864, -0.0833154705876864),
    ("erfc-split-backward", 1.0833154705876864, -0.0833154705876864),
    ("tanh-backward", 1.0829640838457826, -0.08296408384578255),
    ("quick-backward", 1.067779606556334, -0.06777960655633405),
    ("silu-backward", 0.9276705118714867, 0.07232948812851327),
  ])
  func valuesAtPlusAndMinusOne(name: String, atOne: Double, atMinusOne: Double) throws {
    let wide = try Catalogue.outputs(name, Double.self, [1, -1])
    #expect(abs(wide[0] - atOne) <= 4 * 0x1p-53)
    #expect(abs(wide[1] - atMinusOne) <= 4 * 0x1p-53)
    let single = try Catalogue.outputs(name, Float.self, [1, -1])
    #expect(abs(single[0] - atOne) <= 4 * 0x1p-24)
    #expect(abs(single[1] - atMinusOne) <= 4 * 0x1p-24)
  }

  /// float16 tanh-eigen reproduces the figures of Tencent/ncnn#6979.
  @Test func knownDefectsShow() throws {
    let ncnn = try Catalogue.outputs("tanh-eigen+native+fma", Float16.self, [-100, -1500])
    #expect(abs(ncnn[0] - 2.2) < 0.05 && abs(ncnn[1] - 33) < 0.5)
    let metal = try Catalogue.outputs("tanh-exp-ratio", Float.self, [10, 10.2])
    #expect(metal[0] == 10 && metal[1].isNaN)
    let mlas = try Catalogue.outputs("mlas-3.725", Float.self, [-1000])
    #expect(mlas[0] < -1e-5)
    let tail = try Catalogue.outputs("erf", Float.self, [-5, -6])
    #expect(tail[0] / -1.433e-6 > 0.4 && tail[0] / -1.433e-6 < 1.6)
    #expect(abs(tail[0] / -1.4332579e-6 - 1) > 0.03)
    #expect(tail[1] == 0 && tail[1].sign == .minus)
  }

  /// The largest |output − reference| over 16·2^−p·max(1, |x|), and for derivatives 1e-8 more.
  private func worstDeviation<K: Kernel>(
    of kernel: K, allowingMethod: Bool = true
  ) throws -> (inUnits: Double, input: Double) {
    let description = kernel.description
    let inputs = stride(from: -10.0, through: 10, by: 0x1p-5).map { K.Element(nearest: $0) }
    let outputs = try kernel.outputs(inputs)
    let steps = description.arithmetic.hasPrefix("every") ? 128.0 : 16
    let name = description.name
    let ofFormula = Self.methodError[name] ?? Self.methodError[String(name.prefix { $0 != "+" })]
    let allowed = allowingMethod ? ofFormula : nil
    let method = allowed ?? (description.target.derivative == 0 ? 0 : 1e-8)
    var worst = (inUnits: -Double.infinity, input: 0.0)
    for (x, y) in zip(inputs, outputs) {
      let reference = try #require(Reference.value(description, x.double))
      let unit = exp2(-Double(K.Element.precision)) * max(1, abs(x.double))
      let deviation = abs(y.double - reference) / (steps * unit + method)
      if !(deviation <= worst.inUnits) {
        worst = (deviation.isNaN ? .infinity : deviation, x.double)
      }
    }
    return worst
  }
}
