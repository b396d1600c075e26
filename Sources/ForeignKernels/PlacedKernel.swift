import FloatingPointFormats
import Kernels

/// A kernel that can be told where in memory its buffers start.
package protocol PlacedKernel<Input, Output>: StoredKernel {
  /// As `evaluate`, with both buffers starting `offset` values after a multiple of 64 bytes.
  /// - Precondition: 0 ≤ offset < 64.
  func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>,
    offset: Int
  ) throws
}

/// A kernel that may be given the upstream gradient, and with it another one than usual.
package protocol UpstreamKernel<Input, Output>: StoredKernel {
  /// Whether it is given one.
  var takesGradient: Bool { get }

  /// With dy for all inputs; the buffers start `offset` values after a multiple of 64 bytes, where the
  /// kernel can be told so.
  /// - Precondition: it takes a gradient.
  func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>,
    dy: Input, offset: Int
  ) throws
}

extension FixedGradient: UpstreamKernel {
  package var takesGradient: Bool { true }

  package func evaluate(
    _ inputs: UnsafeBufferPointer<Base.Element>,
    into outputs: UnsafeMutableBufferPointer<Base.Element>, dy: Base.Element, offset: Int
  ) throws {
    try FixedGradient(base, dy: dy).evaluate(inputs, into: outputs)
  }
}

extension MixedLibraryKernel: PlacedKernel, UpstreamKernel {
  /// Calls with buffers that start `offset` values after a multiple of 64 bytes.
  package func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>,
    offset: Int
  ) throws {
    try evaluate(dy: nil, inputs, into: outputs, at: offset)
  }

  package var takesGradient: Bool { form == .backward }

  package func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>,
    dy: Input, offset: Int
  ) throws {
    try withUnsafeTemporaryAllocation(of: Input.self, capacity: inputs.count) { gradient in
      gradient.initialize(repeating: dy)
      try evaluate(dy: UnsafeBufferPointer(gradient), inputs, into: outputs, at: offset)
    }
  }
}
