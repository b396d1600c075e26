import FloatingPointFormats
import TestSupport
import Testing

@testable import Kernels

/// `Kernels/gelu_fast.h` gives the bits of the `fast` kernels.
@Suite(.enabled(if: CompiledC.isThere)) struct FastHeaderTests {
  private static let functions = [
    ("gelu_fast", "fast"), ("gelu_fast_gradient", "fast-backward"),
    ("gelu_tanh_fast", "fast-tanh"), ("gelu_tanh_fast_gradient", "fast-tanh-backward"),
    ("gelu_sigmoid_fast", "fast-sigmoid"), ("gelu_sigmoid_fast_gradient", "fast-sigmoid-backward"),
    ("silu_fast", "fast-silu"), ("silu_fast_gradient", "fast-silu-backward"),
  ]

  @Test func bitsAreTheSame() throws {
    let compiled = try CompiledC(
      including: ["Kernels/gelu_fast.h"],
      functions: Self.functions.map { ("k_\($0.0)", "double", "\($0.0)(x)") })
    var random = SplitMix64(seed: 32)
    let floats = (0..<1 << 16).map { i in
      Float(bitPattern: UInt32(i) << 16 | UInt32.random(in: 0...0xffff, using: &random))
    }
    for (name, kernel) in Self.functions {
      func differences<T: BinaryFormat>(_ x: [T]) throws -> Int {
        let kernel = try Catalogue.kernel(named: kernel, for: T.self)
        var right = x
        try x.withUnsafeBufferPointer { x in
          try right.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
        }
        return try zip(compiled("k_\(name)", x.map(\.double)), right).count { y, right in
          let y = T(nearest: y)
          return right.isNaNValue ? !y.isNaNValue : y.bits != right.bits
        }
      }
      #expect(try differences(everyValue(of: Float16.self)) == 0, "\(name)")
      #expect(try differences(everyValue(of: BFloat16.self)) == 0, "\(name)")
      #expect(try differences(floats) == 0, "\(name)")
    }
  }
}
