import FloatingPointFormats
import Kernels

/// What one value costs on this machine, in one thread.
///
/// In JSON every key but the first three may be missing.
package struct KernelCost: Codable, Sendable, Equatable {
  package var kernel: String
  package var format: FormatName
  /// Throughput: nanoseconds a value, where no value waits for another.
  package var nanoseconds: Double
  /// Latency: nanoseconds from one output to the next, where each input needs the last output. The call for one
  /// value is part of it; `CostBuild.call` says what that takes. Nil where it was not measured.
  package var latency: Double?
  /// The throughput of the build for the baseline of the architecture. Nil where it was not measured.
  package var baseline: Double?
  /// The first twelve digits of the SHA-256 of the outputs at `KernelProbes.inputs`, all NaNs taken as one.
  package var outputs: String?

  package init(kernel: String, format: FormatName, nanoseconds: Double) {
    (self.kernel, self.format, self.nanoseconds) = (kernel, format, nanoseconds)
  }

  /// The least of several runs over 2^15 inputs, evenly spaced on [−8, 8]: what is left when nothing
  /// else runs.
  /// - Throws: what the kernel throws.
  package init<T: BinaryFormat>(of kernel: any Kernel<T>, seconds: Double = 0.02) throws {
    let x = KernelCost.inputs(T.self)
    var y = x
    let least = try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { y in
        try KernelCost.leastTime(seconds) { try kernel.evaluate(x, into: y) }
      }
    }
    self.init(
      kernel: kernel.description.name, format: T.name, nanoseconds: least / Double(x.count))
  }

  /// The least time of one run in nanoseconds, of three runs or as many as `seconds` have room for.
  static func leastTime(_ seconds: Double, of run: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    var (least, runs) = (Double.infinity, 0)
    while runs < 3 || ContinuousClock.now - start < .seconds(seconds) {
      let before = ContinuousClock.now
      try run()
      least = min(least, (ContinuousClock.now - before) / .nanoseconds(1))
      runs += 1
    }
    return least
  }

  /// What a kernel is timed on.
  package static func inputs<T: BinaryFormat>(_: T.Type) -> [T] {
    let count = 1 << 15
    return (0..<count).map { T(nearest: -8 + 16 * (Double($0) + 0.5) / Double(count)) }
  }
}
