import CHotLoop
import FloatingPointFormats
import Oracle

/// Blocks that repeat: where the truth is x times a power of two, to next to nothing, and every output is
/// that product rounded to fewer digits than x has.
///
/// With s digits dropped, errors in ulp and the tie's even side are settled by the last s + 1 bits of x, so a
/// block that begins with the same ones as an earlier block of its cell has the same errors, bit for bit. A
/// bfloat16 result of float32 has s = 16: 256 blocks serve a cell. Most float32 inputs of GELU lie in such
/// cells; Documentation/Performance.md has what that gains.
struct RepeatedBlocks {
  private let results: UnsafeMutableBufferPointer<hot_result>
  private var isKnown: [Bool]
  /// The bits below the block's own in the encoding of its first input.
  private var offset: UInt32?
  private var isServing = false
  /// Where the cell begins, with the sign of its side.
  private var cell = 0.0

  private static var block: Int { Int(hot_block) }

  /// - Parameter precision: p of the outputs' format.
  init(precision: Int) {
    let blocks = 1 << max(0, 24 - precision + 1) / RepeatedBlocks.block
    // Of a format with fewer digits the blocks of a period would leave the cache.
    let count = (1...256).contains(blocks) ? blocks : 0
    results = .allocate(capacity: count)
    isKnown = Array(repeating: false, count: count)
  }

  func deallocate() { results.deallocate() }

  /// Takes the cell of the inputs to come, and forgets another that was before it.
  mutating func enter(_ fine: FineCell, isNegative: Bool) {
    let next = isNegative ? -fine.from : fine.from
    guard next.bitPattern != cell.bitPattern || !isServing else { return }
    cell = next
    isServing =
      !isKnown.isEmpty && fine.isConstant && fine.isGated
      && fine.coefficients[0].significand == 1
    forget(nil)
  }

  private mutating func forget(_ next: UInt32?) {
    offset = next
    for k in isKnown.indices { isKnown[k] = false }
  }

  /// Which of the repeating blocks this one is, if its outputs are right; nil where it is none.
  mutating func place(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int, _ cell: inout hot_cell
  ) -> Int? {
    guard isServing, count == RepeatedBlocks.block,
      Float(cell.direction) * (y[-1] - y[0]) <= 0,
      // No product is subnormal in float32 or in the outputs' format.
      min(x[0].magnitude, x[count - 1].magnitude).double * cell.a.0 >= 2 * cell.least,
      hot_is_rounded(x, y, Int64(count), &cell) != 0
    else { return nil }
    let first = x[0].bitPattern, size = UInt32(RepeatedBlocks.block)
    // Blocks begin anew where a column of the profile does.
    if offset != first % size { forget(first % size) }
    return Int(first / size) % isKnown.count
  }

  /// What the block's like gave, if one was judged.
  subscript(place: Int) -> UnsafeMutablePointer<hot_result>? {
    isKnown[place] ? results.baseAddress.map { $0 + place } : nil
  }

  /// Keeps what a block gave, unless another rung must look at it.
  mutating func keep(_ result: UnsafeMutablePointer<hot_result>, at place: Int) {
    guard result.pointee.kinds == 0, result.pointee.exceptions == 0, result.pointee.wilds == 0
    else { return }
    results.baseAddress.map { $0 + place }?.initialize(to: result.pointee)
    isKnown[place] = true
  }
}
