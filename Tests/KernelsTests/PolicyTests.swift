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

  /// Every kernel differs in some bit from the same formula under the usual policy, where it rounds;
  /// but float32 inside can already be enough for bfloat16.
  @Test func noTwoPoliciesAreTheSameKernel() throws {
    func check<T: KernelFormat>(_ inputs: [T]) throws {
      for other in Catalogue.kernels(for: T.self) where other.description.name.contains("+") {
        let name = other.description.name
        let base = String(name.prefix { $0 != "+" })
        guard !base.hasPrefix("relu"), base != "leaky-relu-backward" else { continue }
        guard T.name != .bfloat16 || !name.hasSuffix("+f64") else { continue }
        guard let usual = try? Catalogue.kernel(named: base, for: T.self) else { continue }
        let count = differences(try usual.outputs(inputs), try other.outputs(inputs))
        #expect(count > 0, "\(T.name.rawValue) \(name)")
      }
    }
    try check(everyValue(of: Float16.self))
    try check(everyValue(of: BFloat16.self))
    let inputs = (0..<20_000).map { (Double($0) - 14_000) / 1111.1 }
    try check(inputs.map { Float($0) })
    try check(inputs)
  }
}
