import FloatingPointFormats
import Kernels

/// What one value costs on this machine, in one thread.
package struct KernelCost: Codable, Sendable, Equatable {
  package var kernel: String
  package var format: FormatName
  package var nanoseconds: Double

  package init(kernel: String, format: FormatName, nanoseconds: Double) {
    (self.kernel, self.format, self.nanoseconds) = (kernel, format, nanoseconds)
  }

  /// The least of several runs over 2^15 inputs, evenly spaced on [−8, 8]: what is left when nothing
  /// else runs.
  /// - Throws: what the kernel throws.
  package init<T: BinaryFormat>(of kernel: any Kernel<T>, seconds: Double = 0.02) throws {
    let x = KernelCost.inputs(T.self)
    var y = x
    var least = Double.infinity
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { y in
        let start = ContinuousClock.now
        var runs = 0
        while runs < 3 || ContinuousClock.now - start < .seconds(seconds) {
          let before = ContinuousClock.now
          try kernel.evaluate(x, into: y)
          least = min(least, (ContinuousClock.now - before) / .nanoseconds(1))
          runs += 1
        }
      }
    }
    self.kernel = kernel.description.name
    format = T.name
    nanoseconds = least / Double(x.count)
  }

  /// What a kernel is timed on.
  package static func inputs<T: BinaryFormat>(_: T.Type) -> [T] {
    let count = 1 << 15
    return (0..<count).map { T(nearest: -8 + 16 * (Double($0) + 0.5) / Double(count)) }
  }
}
