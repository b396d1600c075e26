import Digests
import FloatingPointFormats
import Foundation
import Kernels

/// What two builds of a kernel are compared on: whether they give the same bits.
package enum CostInputs {
  /// All inputs of 16 bits; of a wider format one at random of each of 2^20 equal parts of the encodings, the same
  /// in every run.
  package static func probes<T: BinaryFormat>(_: T.Type) -> [T] {
    guard T.width > 16 else { return (0..<1 << UInt64(T.width)).map { T(bits: $0) } }
    let part = UInt64(1) << UInt64(T.width - 20)
    var random = SplitMix64(seed: 20)
    return (0..<1 << 20).map { i in
      T(bits: UInt64(i) * part + UInt64.random(in: 0..<part, using: &random))
    }
  }

  /// The first twelve digits of the SHA-256 of a kernel's outputs, all NaNs taken as one.
  /// - Throws: what the kernel throws.
  package static func digest<T: BinaryFormat>(
    of kernel: any Kernel<T>, at inputs: [T]
  ) throws -> String {
    var outputs = inputs
    try inputs.withUnsafeBufferPointer { x in
      try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    for i in outputs.indices where outputs[i].isNaNValue { outputs[i] = T.quietNaN }
    var digest = SHA256()
    outputs.withUnsafeBytes { digest.update($0) }
    return String(digest.hexDigest().prefix(12))
  }
}
