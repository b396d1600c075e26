/// Memory for a batch of inputs and one of outputs, `count` values each, until `body` returns.
///
/// The two begin half a page apart within their pages: a processor takes a load for one of an address stored
/// to just before where both agree in their last twelve bits. A run of erf over all float32 inputs is 5 %
/// faster for it.
package func withBatchBuffers<X: BitwiseCopyable, Y: BitwiseCopyable>(
  of _: X.Type, and _: Y.Type, count: Int,
  _ body: (UnsafeMutableBufferPointer<X>, UnsafeMutableBufferPointer<Y>) throws -> Void
) throws {
  let page = 4096
  let pages = (count * MemoryLayout<X>.stride + page - 1) / page
  let second = pages * page + page / 2
  let bytes = second + count * MemoryLayout<Y>.stride
  try withUnsafeTemporaryAllocation(byteCount: bytes, alignment: page) { memory in
    guard let start = memory.baseAddress else { return }
    try body(
      UnsafeMutableBufferPointer(
        start: start.bindMemory(to: X.self, capacity: count), count: count),
      UnsafeMutableBufferPointer(
        start: (start + second).bindMemory(to: Y.self, capacity: count), count: count))
  }
}
