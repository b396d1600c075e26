import FloatingPointFormats

/// A kernel of one format between two conversions: inputs are rounded to its format, results to that of
/// the outputs, each to nearest. Where its format holds every input, that is a fused epilogue: one
/// rounding at the end.
///
/// A conversion goes through `Double`, which holds every format, and rounds once.
package struct Converted<Input: BinaryFormat, Output: BinaryFormat, Inner: BinaryFormat>:
  MixedKernel
{
  package let inner: any Kernel<Inner>
  package let description: KernelDescription

  /// - Parameter arithmetic: what `list` and scores say of the arithmetic.
  package init(_ inner: any Kernel<Inner>, suffix: String = "", arithmetic: String) {
    self.inner = inner
    var description = inner.description
    description.suffix += suffix
    description.arithmetic = arithmetic
    self.description = description
  }

  package func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    precondition(inputs.count == outputs.count, "a kernel's batches must be equally long")
    try withBatchBuffers(of: Inner.self, and: Inner.self, count: Self.block) { x, y in
      for from in stride(from: 0, to: inputs.count, by: Self.block) {
        let count = min(Self.block, inputs.count - from)
        let results = UnsafeMutableBufferPointer(rebasing: y.prefix(count))
        let part = UnsafeBufferPointer(rebasing: inputs[from..<from + count])
        if let own = part as? UnsafeBufferPointer<Inner> {
          try inner.evaluate(own, into: results)
        } else {
          let converted = UnsafeMutableBufferPointer(rebasing: x.prefix(count))
          convert(part, converted)
          try inner.evaluate(UnsafeBufferPointer(converted), into: results)
        }
        convert(
          UnsafeBufferPointer(results),
          UnsafeMutableBufferPointer(rebasing: outputs[from..<from + count]))
      }
    }
  }

  private static var block: Int { 1 << 12 }
}

// Compiled for the pairs that whole runs over float32 need; others go through the protocol.
@_specialize(where A == Float, B == BFloat16)
@_specialize(where A == Float, B == Float16)
@_specialize(where A == Float, B == Float8E4M3FN)
@_specialize(where A == Float, B == Float8E5M2)
@_specialize(where A == Float, B == Saturating<Float8E4M3FN>)
@_specialize(where A == Float, B == Saturating<Float8E5M2>)
@_specialize(where A == BFloat16, B == Float)
@_specialize(where A == Float16, B == Float)
private func convert<A: BinaryFormat, B: BinaryFormat>(
  _ from: UnsafeBufferPointer<A>, _ to: UnsafeMutableBufferPointer<B>
) {
  if let x = from as? UnsafeBufferPointer<Float>,
    let y = to as? UnsafeMutableBufferPointer<BFloat16>
  {
    // Without the way through double the loop is one of vectors.
    for i in x.indices { y[i] = BFloat16(x[i]) }
    return
  }
  for i in from.indices { to[i] = B(nearest: from[i].double) }
}
