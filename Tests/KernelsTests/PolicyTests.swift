import FloatingPointFormats
import Testing

@testable import Kernels

@Suite struct PolicyTests {
  /// Rounding every operation shows in 16-bit formats, in every kernel that rounds at all.
  @Test func nativeDiffersFromFloat32Inside() throws {
    func check<T: KernelFormat>(_: T.Type) throws where T.Bits == UInt16 {
      let inputs = everyValue(of: T.self)
      for name in ["erf", "tanh", "quick", "silu-backward"] {
        let usual = try Catalogue.kernel(named: name, for: T.self).outputs(inputs)
        let native = try Catalogue.kernel(named: name + "+native", for: T.self).outputs(inputs)
        #expect(differences(usual, native) > 1000, "\(name)")
      }
      let relu = try Catalogue.kernel(named: "relu", for: T.self).outputs(inputs)
      let native = try Catalogue.kernel(named: "relu+native", for: T.self).outputs(inputs)
      #expect(differences(relu, native) == 0)
    }
    try check(Float16.self)
    try check(BFloat16.self)
  }

  /// float32 inside and one rounding: the float32 kernel's output, rounded.
  @Test func usualIsTheFloat32KernelRounded() throws {
    let inputs = everyValue(of: BFloat16.self)
    for name in ["erf", "tanh-backward"] {
      let usual = try Catalogue.kernel(named: name, for: BFloat16.self).outputs(inputs)
      let single = try Catalogue.kernel(named: name, for: Float.self).outputs(inputs.map(\.float))
      #expect(differences(usual, single.map { BFloat16($0) }) == 0)
      #expect(differences(usual, single.map { BFloat16(truncating: $0) }) > 1000)
    }
  }

  @Test func float64InsideIsTheFloat64FormulaRounded() throws {
    let inputs = (-600...600).map { Float($0) / 100 }
    let wide = try BatchKernel<Float>(Erf.self, .f64).outputs(inputs)
    let formula = inputs.map { Float(Erf.value(Double($0))) }
    #expect(differences(wide, formula) == 0)
    let usual = try BatchKernel<Float>(Erf.self, .usual).outputs(inputs)
    #expect(differences(wide, usual) > 100)
  }

  @Test func contractionChangesBits() throws {
    let inputs = (-600...600).map { Float($0) / 100 }
    let usual = try BatchKernel<Float>(SigmaDiv.self, .usual).outputs(inputs)
    let fused = try BatchKernel<Float>(SigmaDiv.self, .fma).outputs(inputs)
    #expect(differences(usual, fused) > 10)
  }
}
