import CEnvironment
import FloatingPointFormats
import Kernels

/// A thread's floating-point environment: its rounding, flushing of subnormals and traps.
///
/// All proofs assume round to nearest and gradual underflow. A library that was built with -ffast-math
/// may have set another environment before any code of ours ran, so every judgement is made in the
/// default one, and the caller's is put back after it.
package struct FloatingPointEnvironment: Sendable {
  private let registers: fks_environment

  /// The calling thread's.
  static var current: FloatingPointEnvironment {
    FloatingPointEnvironment(registers: fks_get_environment())
  }
  /// IEEE 754's default: round to nearest, gradual underflow, no traps; x87 in full precision.
  package static var standard: FloatingPointEnvironment {
    FloatingPointEnvironment(registers: fks_default_environment())
  }

  /// Runs `body` in this environment and puts the thread's own back.
  ///
  /// Not inlined: arithmetic of the body must not be moved before the registers are set.
  @inline(never) package func run<R>(_ body: () throws -> R) rethrows -> R {
    let before = fks_get_environment()
    fks_set_environment(registers)
    defer { fks_set_environment(before) }
    return try body()
  }
}

/// A kernel that runs in the environment of whoever asked for its score: it is judged as it behaves
/// there, flushing included. What it leaves behind in the registers ends with the call.
struct CallersKernel<Input: BinaryFormat, Output: BinaryFormat>: MixedKernel {
  let kernel: any MixedKernel<Input, Output>
  let environment: FloatingPointEnvironment

  var description: KernelDescription { kernel.description }

  func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    try environment.run { try kernel.evaluate(inputs, into: outputs) }
  }
}

extension CallersKernel: Kernel where Input == Output {
  typealias Element = Input
}

extension MixedKernel {
  /// This kernel in the environment that the calling thread has now.
  var inCallersEnvironment: CallersKernel<Input, Output> {
    CallersKernel(kernel: self, environment: .current)
  }
}
