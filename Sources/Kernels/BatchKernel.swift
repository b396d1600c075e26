import FloatingPointFormats

/// A kernel made of a description and a loop over the batch.
public struct BatchKernel<Element: BinaryFormat>: Kernel {
  public typealias Inputs = UnsafeBufferPointer<Element>
  public typealias Outputs = UnsafeMutableBufferPointer<Element>
  public typealias Batch = @Sendable (Inputs, Outputs) throws -> Void

  public var description: KernelDescription
  /// The formula that it evaluates, if it is one.
  package internal(set) var formula: (any Formula.Type)?
  @usableFromInline let batch: Batch

  @inlinable public init(_ description: KernelDescription, batch: @escaping Batch) {
    self.description = description
    self.batch = batch
  }

  /// A kernel of a function of one value. Inlined at the call, so that the loop is compiled together
  /// with `body` and makes no call for each value.
  @inlinable @inline(__always)
  public init(
    _ description: KernelDescription, scalar body: @escaping @Sendable (Element) -> Element
  ) {
    self.init(
      description,
      batch: { inputs, outputs in
        for i in 0..<inputs.count { outputs[i] = body(inputs[i]) }
      })
  }

  public func evaluate(_ inputs: Inputs, into outputs: Outputs) throws {
    precondition(inputs.count == outputs.count, "a kernel's batches must be equally long")
    try batch(inputs, outputs)
  }
}
