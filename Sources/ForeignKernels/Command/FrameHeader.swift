/// What goes before each batch of the protocol's second version, and comes back before its answer and behind it: how
/// many values, for which of the kernels of the process, and how many arrays follow; two little-endian numbers of 64 bits,
/// of which the second is two of 32.
package struct FrameHeader: Equatable {
  package static let size = 16

  package var count: Int
  package var kernel: Int
  /// 1 for x, 2 for the second input and x.
  package var arrays: Int

  init(count: Int, kernel: Int, arrays: Int) {
    (self.count, self.kernel, self.arrays) = (count, kernel, arrays)
  }

  /// - Parameter bytes: 16 of them; nil where the count is beyond what can be.
  package init?(bytes: [UInt8]) {
    precondition(bytes.count == FrameHeader.size)
    func number(_ range: Range<Int>) -> UInt64 {
      range.reversed().reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }
    guard let count = Int(exactly: number(0..<8)), count < 1 << 40 else { return nil }
    self.init(count: count, kernel: Int(number(8..<12)), arrays: Int(number(12..<16)))
  }

  package var bytes: [UInt8] {
    [UInt64(count), UInt64(kernel) | UInt64(arrays) << 32].flatMap { number in
      (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }
}

/// Takes the headers out of the answers to batches of known sizes, and holds them to what was sent: what a
/// kernel prints among its answers, or leaves out, shows at the end of the batch at the latest.
struct FramedAnswers {
  private let header = Buffer<UInt8>(capacity: FrameHeader.size)
  private var filled = 0
  /// Whether the header that is due is the one behind the values.
  private(set) var isAtEnd = false
  /// Bytes of values that are left of the batch whose header has come.
  private(set) var left = 0
  /// Bytes of an answer's value.
  let width: Int

  init(width: Int) { self.width = width }

  /// Where the next bytes go while a header is due; nil while values are.
  var headerSpace: UnsafeMutableRawBufferPointer? {
    guard left == 0 else { return nil }
    return .init(rebasing: UnsafeMutableRawBufferPointer(header.values)[filled...])
  }

  /// So many bytes of a header have come.
  /// - Returns: whether that ends the batch.
  /// - Throws: `ChildProcess.Problem`, where they are not those of the batch that was sent.
  @discardableResult
  mutating func tookHeader(_ bytes: Int, of frame: FrameHeader) throws -> Bool {
    filled += bytes
    let got = Array(header.values[..<filled])
    guard got.elementsEqual(frame.bytes[..<filled]) else {
      throw ChildProcess.Problem(kind: .excessOutput, text: complaint(got, frame))
    }
    guard filled == FrameHeader.size else { return false }
    filled = 0
    if !isAtEnd { left = frame.count * width }
    isAtEnd.toggle()
    return !isAtEnd
  }

  /// So many bytes of values have come.
  mutating func tookValues(_ bytes: Int) { left -= bytes }

  private func complaint(_ got: [UInt8], _ frame: FrameHeader) -> String {
    let isText = got.allSatisfy { (0x20..<0x7f).contains($0) || $0 == 0x0a }
    let shown =
      isText
      ? "'" + String(decoding: got, as: UTF8.self).replacing("\n", with: " ") + "'"
      : got.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    return "the answer to a batch of \(frame.count) values \(isAtEnd ? "ends" : "begins") with "
      + "\(shown), not with the batch's header: does it print to standard output, or answer too many or "
      + "too few values?"
  }
}
