import FloatingPointFormats
import Functions
import Kernels

extension KernelCost {
  /// Nanoseconds from one output of a kernel to the next, the least of several runs: it is called for one value
  /// at a time, and no bit of an input is known before the last output is there. The inputs are those of the
  /// throughput, every sixteenth.
  /// - Parameter mask: which bits of the last output go into the next input; none, for a time.
  /// - Throws: what the kernel throws.
  package static func latency<T: BinaryFormat>(
    of kernel: any Kernel<T>, seconds: Double = 0.02, carrying mask: UInt64 = nothing()
  ) throws -> Double {
    let x = inputs(T.self).enumerated().filter { $0.offset % 16 == 8 }.map(\.element)
    switch T.width {
    case 8: return try time(kernel, x, UInt8(truncatingIfNeeded: mask), seconds)
    case 16: return try time(kernel, x, UInt16(truncatingIfNeeded: mask), seconds)
    case 32: return try time(kernel, x, UInt32(truncatingIfNeeded: mask), seconds)
    default: return try time(kernel, x, UInt64(truncatingIfNeeded: mask), seconds)
    }
  }

  /// What the call for one value takes by itself: the latency of a kernel that returns its input.
  package static func call(seconds: Double = 0.02) throws -> Double {
    let identity = BatchKernel<Float>(
      KernelDescription(name: "identity", Target(.relu)), scalar: { $0 })
    return try latency(of: identity, seconds: seconds)
  }

  @_specialize(where T == Float16, Bits == UInt16)
  @_specialize(where T == BFloat16, Bits == UInt16)
  @_specialize(where T == Float, Bits == UInt32)
  @_specialize(where T == Double, Bits == UInt64)
  private static func time<T: BinaryFormat, Bits: FixedWidthInteger>(
    _ kernel: any Kernel<T>, _ x: [T], _ mask: Bits, _ seconds: Double
  ) throws -> Double {
    let bits = x.map { Bits(truncatingIfNeeded: $0.bits) }
    let slots = UnsafeMutablePointer<T>.allocate(capacity: 2)
    slots.initialize(repeating: x[0], count: 2)
    defer { slots.deallocate() }
    let input = UnsafeBufferPointer(start: slots, count: 1)
    let output = UnsafeMutableBufferPointer(start: slots + 1, count: 1)
    let least = try leastTime(seconds) {
      try slots.withMemoryRebound(to: Bits.self, capacity: 2) { raw in
        for b in bits {
          raw[0] = b | (raw[1] & mask)
          try kernel.evaluate(input, into: output)
        }
      }
    }
    return least / Double(bits.count)
  }

  /// Zero, which the compiler does not know.
  @inline(never) @_optimize(none)
  package static func nothing() -> UInt64 { 0 }
}
