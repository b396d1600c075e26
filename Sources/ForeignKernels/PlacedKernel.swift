import Kernels

/// A kernel that can be told where in memory its buffers start.
package protocol PlacedKernel<Input, Output>: MixedKernel {
  /// As `evaluate`, with both buffers starting `offset` values after a multiple of 64 bytes.
  /// - Precondition: 0 ≤ offset < 64.
  func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>,
    offset: Int
  ) throws
}
