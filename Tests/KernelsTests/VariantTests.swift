import FloatingPointFormats
import Testing

@testable import Kernels

@Suite struct VariantTests {
  /// Rounding every operation shows in 16-bit formats, in every kernel that rounds at all.
  @Test func nativeDiffersFromFloat32Inside() throws {
    func check<T: KernelFormat>(_: T.Type) throws where T.Bits == UInt16 {
      let inputs = everyValue(of: T.self)
      for name in ["erf", "tanh", "quick", "silu-backward"] {
        let usual = try Catalogue.kernel(named: name, for: T.self).outputs(inputs)
        let native = try Catalogue.kernel(named: name + "+native", for: T.self).outputs(inputs)
        #expect(differences(usual, native) > 1000, "\(name)")
      }
      #expect(!Catalogue.names(for: T.name).contains("relu+native"))
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

  /// The list of idle variants, on every 37th of the inputs it was measured on: all that it names are idle
  /// there. `.ci/run` measures it whole, which also shows what is missing.
  @Test(arguments: FormatName.reported) func whatIsListedIsIdle(format: FormatName) throws {
    try check(format.kernelType)
  }

  private func check<T: KernelFormat>(_: T.Type) throws {
    let inputs = T.idleInputs
    let some = stride(from: 0, to: inputs.count, by: 37).map { inputs[$0] }
    let formulas = Catalogue.formulas(of: T.self)
    #expect(formulas.count >= 50)
    for formula in formulas { try checkFormula(formula, some) }
    let names = Set(formulas.map { $0.about.name })
    let listed = Set((Variant.idle[T.name] ?? [:]).values.flatMap { $0 })
    #expect(!listed.isEmpty)
    #expect(listed.isSubset(of: names))
  }

  private func checkFormula<F: Formula, T: KernelFormat>(_: F.Type, _ some: [T]) throws {
    let name = F.about.name
    let found = try F.idleVariants(some)
    let listed = Variant.allCases.filter { $0.isIdle(for: name, in: T.name) }
    #expect(Set(listed).isSubset(of: found), "\(T.name.rawValue) \(name)")
  }

  /// Formulas whose variants are known by their look.
  @Test func variantsAreMeasured() throws {
    #expect(try ReLU.idleVariants(Float.idleInputs) == [.f64, .fma])
    #expect(try SigmaDiv.idleVariants(Float.idleInputs) == [])
    #expect(try Erf.idleVariants(Float.idleInputs) == [.fma])
  }
}
