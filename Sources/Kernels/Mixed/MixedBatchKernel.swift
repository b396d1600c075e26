import FloatingPointFormats

/// A description and a function of a batch, from one format to another or within one.
public struct MixedBatchKernel<Input: StoredFormat, Output: StoredFormat>: StoredKernel {
  public typealias Batch =
    @Sendable (UnsafeBufferPointer<Input>, UnsafeMutableBufferPointer<Output>) throws -> Void

  public let description: KernelDescription
  private let batch: Batch

  public init(_ description: KernelDescription, batch: @escaping Batch) {
    (self.description, self.batch) = (description, batch)
  }

  public func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    precondition(inputs.count == outputs.count, "a kernel's batches must be equally long")
    try batch(inputs, outputs)
  }
}

extension MixedBatchKernel: MixedKernel where Input: BinaryFormat, Output: BinaryFormat {}

extension MixedBatchKernel: Kernel where Input == Output, Input: BinaryFormat {
  public typealias Element = Input
}
