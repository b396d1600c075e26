import FloatingPointFormats
import Foundation
import Testing

@testable import Kernels

extension FormatName {
  var type: any KernelFormat.Type {
    switch self {
    case .float16: Float16.self
    case .bfloat16: BFloat16.self
    case .float32: Float.self
    case .float64: Double.self
    }
  }
}

/// The kernels against `Reference`. Coarse on purpose: it tells a wrong formula or constant, not a
/// wrong rounding.
@Suite struct FormulaTests {
  @Test(arguments: FormatName.allCases)
  func everyKernelComputesItsFunction(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      for kernel in Catalogue.kernels(for: T.self) {
        let worst = try worstDeviation(of: kernel)
        #expect(worst.inUnits <= 1, "\(kernel.description.name) at \(worst.input)")
      }
    }
    try check(format.type)
  }

  @Test func aWrongVariantOrConstantIsTold() throws {
    let tanh = BatchKernel<Float>(Tanh.self, .usual)
    let mixed = Mutants.swapped(tanh, labelled: Erf.about)
    #expect(try worstDeviation(of: mixed).inUnits > 1)
    let scale = BatchKernel<Float>(Quick.about) { $0 * sigmoid(1.7 * $0) }
    #expect(try worstDeviation(of: scale).inUnits > 1)
    let slope = BatchKernel<Float>(SiLUBackward.about) { 0.999 * SiLUBackward.value($0) }
    #expect(try worstDeviation(of: slope).inUnits > 1)
  }

  /// To all 17 digits, computed with mpmath at 40 digits.
  @Test(arguments: [
    ("erf", 0.8413447460685429, -0.15865525393145705),
    ("tanh", 0.8411919906082767, -0.1588080093917233),
    ("quick", 0.8457957659328212, -0.1542042340671787),
    ("silu", 0.7310585786300049, -0.2689414213699951),
    ("relu", 1, 0), ("leaky-relu", 1, -0.01),
    ("erf-backward", 1.0833154705876864, -0.0833154705876864),
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

  @Test(arguments: FormatName.allCases)
  func zerosAndLargeInputsAreExact(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      let zero = T(bitPattern: 0)
      for kernel in Catalogue.kernels(for: T.self) {
        let name = kernel.description.name
        let large = try kernel.output(T(nearest: 40)).double
        if kernel.description.derivative == 0 {
          #expect(try kernel.output(zero) == zero, "\(name)")
          #expect(try kernel.output(zero.negated) == zero.negated, "\(name)")
          #expect(large == 40, "\(name)")
        } else {
          let atZero = Reference.derivative(kernel.description.function, 0) ?? .nan
          let rounded = try kernel.output(zero).double
          #expect(abs(rounded - atZero) <= atZero * 0x1p-8, "\(name)")
          #expect(large == 1, "\(name)")
        }
        #expect(abs(try kernel.output(T(nearest: -40)).double) < 0.5, "\(name)")
        let nan = try kernel.output(T.quietNaN)
        let defect = kernel.description.defects.contains { $0.contains("at NaN") }
        #expect(nan.isNaNValue != defect, "\(name)")
      }
    }
    try check(format.type)
  }

  /// The largest |output − reference| over 16·2^−p·max(1, |x|), and for derivatives 1e-8 more.
  private func worstDeviation<K: Kernel>(
    of kernel: K
  ) throws -> (inUnits: Double, input: Double) {
    let inputs = stride(from: -10.0, through: 10, by: 0x1p-5).map { K.Element(nearest: $0) }
    let outputs = try kernel.outputs(inputs)
    var worst = (inUnits: -Double.infinity, input: 0.0)
    for (x, y) in zip(inputs, outputs) {
      let reference = try #require(Reference.value(kernel.description, x.double))
      let precision = kernel.description.policy.hasPrefix("every") ? 8 : 1
      let unit =
        Double(16 * precision) * exp2(-Double(K.Element.precision)) * max(1, abs(x.double))
        + (kernel.description.derivative == 0 ? 0 : 1e-8)
      let deviation = abs(y.double - reference) / unit
      if !(deviation <= worst.inUnits) {
        worst = (deviation.isNaN ? .infinity : deviation, x.double)
      }
    }
    return worst
  }
}
