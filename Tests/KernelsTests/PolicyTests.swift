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

  /// Every policy in the catalogue changes some bit against all earlier ones of its formula, and every
  /// one left out changes none.
  @Test(arguments: FormatName.reported)
  func catalogueHasThePoliciesThatChangeBits(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type, _ inputs: [T]) throws {
      let some = stride(from: 0, to: inputs.count, by: 37).map { inputs[$0] }
      func check<F: Formula>(_: F.Type) throws {
        // Most differ soon; only those that do not are run on everything, each once.
        var seen: [(few: [T], all: () throws -> [T])] = []
        for policy in F.policies where policy.applies(to: T.name) {
          let kernel = BatchKernel<T>(F.self, policy)
          var made: [T]?
          func all() throws -> [T] {
            if made == nil { made = try kernel.outputs(inputs) }
            return made ?? []
          }
          let few = try kernel.outputs(some)
          let isNew = try !seen.contains {
            try differences(few, $0.few) == 0 && differences(all(), $0.all()) == 0
          }
          #expect(
            policy.isIdle(for: F.about.name, in: T.name) != isNew,
            "\(T.name.rawValue) \(F.about.name)\(policy.rawValue)")
          seen.append((few, all))
        }
      }
      var names: Set<String> = []
      for kernel in Catalogue.kernels(for: T.self) {
        guard let formula = (kernel as? BatchKernel<T>)?.formula,
          names.insert(formula.about.name).inserted
        else { continue }
        try check(formula)
      }
      #expect(names.count >= 50)
    }
    let sample = (0..<10_000).map { (Double($0) - 7000) / 437.1 }
    func checkAll<T: KernelFormat>(_: T.Type) throws {
      let all = T.name.keepsAllTruths ? (0..<1 << T.width).map { T(bits: UInt64($0)) } : nil
      try check(T.self, all ?? sample.map { T(nearest: $0) })
    }
    try checkAll(format.kernelType)
  }
}
