import Kernels

/// A kernel that can be told where in memory its buffers start.
public protocol PlacedKernel<Element>: Kernel {
  /// As `evaluate`, with both buffers starting `offset` values after a multiple of 64 bytes.
  /// - Precondition: 0 ≤ offset < 64.
  func evaluate(
    _ inputs: UnsafeBufferPointer<Element>, into outputs: UnsafeMutableBufferPointer<Element>,
    offset: Int
  ) throws
}
