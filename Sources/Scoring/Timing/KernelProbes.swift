import Digests
import FloatingPointFormats
import Foundation
import Kernels

/// What tells whether a kernel is the same as another build's, or as it was: its outputs at inputs spread over all
/// encodings.
package enum KernelProbes {
  /// All inputs of a format of up to so many bits; of a wider one an input at random of each of 2^bits equal parts of
  /// the encodings, the same in every run.
  package static func inputs<T: BinaryFormat>(_: T.Type, bits: Int = 20) -> [T] {
    let bits = min(bits, T.width)
    let part = UInt64(1) << UInt64(T.width - bits)
    var random = SplitMix64(seed: UInt64(bits))
    return (0..<1 << bits).map { i in
      T(bits: UInt64(i) * part + UInt64.random(in: 0..<part, using: &random))
    }
  }

  /// A kernel's outputs, all NaNs taken as one.
  /// - Throws: what the kernel throws.
  package static func outputs<T: BinaryFormat>(
    of kernel: any Kernel<T>, at inputs: [T]
  ) throws -> [T] {
    var outputs = inputs
    try inputs.withUnsafeBufferPointer { x in
      try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    for i in outputs.indices where outputs[i].isNaNValue { outputs[i] = T.quietNaN }
    return outputs
  }

  /// The first twelve digits of the SHA-256 of a kernel's outputs.
  /// - Throws: what the kernel throws.
  package static func digest<T: BinaryFormat>(
    of kernel: any Kernel<T>, at inputs: [T]
  ) throws -> String {
    var digest = SHA256()
    try outputs(of: kernel, at: inputs).withUnsafeBytes { digest.update($0) }
    return String(digest.hexDigest().prefix(12))
  }
}
