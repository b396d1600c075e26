import FloatingPointFormats
import Testing

@testable import Kernels

/// Zeros, infinities and NaN: right, or named among the kernel's defects.
@Suite struct SpecialValueTests {
  @Test(arguments: FormatName.reported)
  func zeros(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      let zero = T(bitPattern: 0)
      for kernel in Catalogue.kernels(for: T.self) {
        let about = kernel.description
        let (plus, minus) = (try kernel.output(zero), try kernel.output(zero.negated))
        if about.admits("f(0) =") {
          #expect(plus != zero, "\(about.name)")
        } else if about.target.derivative == 0 {
          #expect(plus == zero, "\(about.name)")
          #expect(minus == (about.admits("+0 for -0") ? zero : zero.negated), "\(about.name)")
        } else {
          let truth = try #require(Reference.value(about, 0))
          #expect(abs(plus.double - truth) <= truth * 0x1p-8, "\(about.name)")
          #expect(plus == minus, "\(about.name)")
        }
      }
    }
    try check(format.kernelType)
  }

  @Test(arguments: FormatName.reported)
  func infinities(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      for kernel in Catalogue.kernels(for: T.self) {
        let about = kernel.description
        let up = try kernel.output(T.infinityValue)
        let right = about.target.derivative == 0 ? up == T.infinityValue : up.double == 1
        let wrongUp = about.admits("both infinities") || about.admits("for every x >")
        #expect(right != wrongUp, "\(about.name) at inf: \(up)")

        let down = try kernel.output(T.infinityValue.negated)
        let leaky = about.target.function.name == "leaky-relu"
        let wrongDown = about.admits("both infinities") || about.admits("at -inf")
        #expect((down.isZeroValue || leaky) != wrongDown, "\(about.name) at -inf: \(down)")
      }
    }
    try check(format.kernelType)
  }

  @Test(arguments: FormatName.reported)
  func nan(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      for kernel in Catalogue.kernels(for: T.self) {
        let nan = try kernel.output(T.quietNaN)
        let about = kernel.description
        #expect(nan.isNaNValue != about.admits("at NaN"), "\(about.name)")
      }
    }
    try check(format.kernelType)
  }

  /// Large inputs are their own output, and their gradient is 1.
  @Test(arguments: FormatName.reported)
  func largeInputs(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      for kernel in Catalogue.kernels(for: T.self) {
        let about = kernel.description
        let known = [
          "for every x >", "overflows: x >", "NaN where e does", "saturates", "not 1 at the clamp",
        ]
        guard !known.contains(where: about.admits), about.name != "xnnpack-f16-rational" else {
          continue
        }
        let large = try kernel.output(T(nearest: 80)).double
        #expect(large == (about.target.derivative == 0 ? 80 : 1), "\(about.name)")
        let small = try kernel.output(T(nearest: -40)).double
        #expect(abs(small) < 0.5, "\(about.name)")
      }
    }
    try check(format.kernelType)
  }

  /// The recommended kernels keep the contract of every special value.
  @Test(arguments: ["best", "fast"], ["", "-tanh", "-sigmoid", "-silu"])
  func recommendedKernelsHaveNoDefectsHere(name: String, function: String) throws {
    let inputs: [BFloat16] = [-.infinityValue, .infinityValue, -0.0, 0, .largestFinite]
    let value = try Catalogue.kernel(named: name + function, for: BFloat16.self)
    let values = try value.outputs(inputs).map(\.bitPattern)
    #expect(values == [BFloat16(-0.0), inputs[1], -0.0, 0, inputs[4]].map(\.bitPattern))
    let slope = try Catalogue.kernel(named: name + function + "-backward", for: BFloat16.self)
    let slopes = try slope.outputs(inputs).map(\.bitPattern)
    #expect(slopes == [BFloat16(-0.0), 1, 0.5, 0.5, 1].map(\.bitPattern))
  }
}

extension KernelDescription {
  func admits(_ words: String) -> Bool { defects.contains { $0.contains(words) } }
}
