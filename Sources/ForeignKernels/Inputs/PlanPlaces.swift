import FloatingPointFormats
import Scoring

/// What `InputPlan` is made of, for all formats alike: loops over bits, compiled for each width. A
/// loop over a generic format would call through a table for every value.
struct PlanPlaces: Sendable {
  let order: InputOrder
  let padding: Padding
  let width: Int
  /// How many inputs there are, the padding not counted.
  let count: Int
  /// The inputs, as ascending positions in totalOrder.
  enum Source: Sendable {
    case all
    case list([UInt64])
    case planned(PlannedInputs)
  }
  private let source: Source
  private let shuffle: Shuffle?
  /// How many inputs have the sign bit set: the first ranks, in which encodings descend.
  private let negatives: Int

  init(_ width: Int, _ source: Source, _ order: InputOrder, _ padding: Padding) {
    precondition(padding.multiple >= 1, "a count is padded to a multiple of at least 1")
    self.width = width
    self.source = source
    self.order = order
    self.padding = padding
    let sign: UInt64 = 1 << UInt64(width - 1)
    switch source {
    case .all: (count, negatives) = (1 << width, 1 << (width - 1))
    case .list(let list):
      (count, negatives) = (list.count, list.firstIndex { $0 & sign != 0 } ?? list.count)
    case .planned(let inputs): (count, negatives) = (inputs.count, inputs.rank(of: sign))
    }
    shuffle = order.base == .shuffled ? Shuffle(count: UInt64(count), seed: order.seed) : nil
  }

  var isExhaustive: Bool { if case .all = source { true } else { false } }

  var paddedCount: Int { (count + padding.multiple - 1) / padding.multiple * padding.multiple }

  /// The position in totalOrder of the input of a rank.
  func position(ofRank rank: Int) -> UInt64 {
    switch source {
    case .all: UInt64(rank)
    case .list(let list): list[rank]
    case .planned(let inputs): inputs.position(rank)
    }
  }

  /// The rank of the input at a place; nil where the place is padding.
  func rank(at place: Int) -> Int? {
    guard place < count else { return nil }
    return rank(unrotated: rotated(place))
  }

  private func rank(unrotated i: Int) -> Int {
    switch order.base {
    case .ascending: i
    case .shuffled: shuffle.map { Int($0[UInt64(i)]) } ?? i
    case .bits: i < count - negatives ? negatives + i : count - 1 - i
    }
  }

  /// The place of the input of a rank.
  func place(ofRank rank: Int) -> Int {
    let i: Int
    switch order.base {
    case .ascending: i = rank
    case .shuffled: i = shuffle.map { Int($0.inverse(UInt64(rank))) } ?? rank
    case .bits: i = rank >= negatives ? rank - negatives : count - 1 - rank
    }
    return rotated(i, back: true)
  }

  private func rotated(_ i: Int, back: Bool = false) -> Int {
    guard order.shift != 0 else { return i }
    // Reduced first: neither the sum nor the negation can overflow.
    let by = order.shift % count
    let j = back ? i - by : i + by
    return j < 0 ? j + count : j >= count ? j - count : j
  }

  /// The ranks at consecutive places, none of them padding.
  @inline(__always)
  func forEachRank(from first: Int, _ length: Int, _ body: (_ k: Int, _ rank: Int) -> Void) {
    var done = 0
    while done < length {
      let i = rotated(first + done)
      // Up to the end of the cycle, and to the end of a window of a shuffle.
      let window = 1 << Int(Shuffle.windowBits)
      let part = min(length - done, count - i, shuffle == nil ? .max : window - i % window)
      if let shuffle {
        shuffle.run(from: UInt64(i), part) { k, rank in body(done + k, Int(rank)) }
      } else {
        for k in 0..<part { body(done + k, rank(unrotated: i + k)) }
      }
      done += part
    }
  }

  /// Writes the inputs at consecutive places.
  func fill<B: FixedWidthInteger & UnsignedInteger>(
    _ buffer: UnsafeMutableBufferPointer<B>, from first: Int
  ) {
    let values = max(0, min(buffer.count, count - first))
    let sign: B = 1 << B(B.bitWidth - 1)
    let isAscending = order.base == .ascending && order.shift == 0
    if isAscending, case .planned(let inputs) = source, values > 0 {
      for (k, position) in inputs.positions(first..<first + values).enumerated() {
        let position = B(truncatingIfNeeded: position)
        buffer[k] = position & sign == 0 ? ~position : position ^ sign
      }
      for k in values..<buffer.count { buffer[k] = B(truncatingIfNeeded: padding.bits) }
      return
    }
    if isAscending, isExhaustive {
      // Encodings descend to −0, then ascend from +0.
      let turn = max(0, min(values, negatives - first))
      let (a, b) = (~B(truncatingIfNeeded: first), B(truncatingIfNeeded: first) ^ sign)
      for k in 0..<turn { buffer[k] = a &- B(truncatingIfNeeded: k) }
      for k in turn..<values { buffer[k] = b &+ B(truncatingIfNeeded: k) }
      for k in values..<buffer.count { buffer[k] = B(truncatingIfNeeded: padding.bits) }
      return
    }
    forEachRank(from: first, values) { k, rank in
      let position = B(truncatingIfNeeded: position(ofRank: rank))
      buffer[k] = position & sign == 0 ? ~position : position ^ sign
    }
    for k in values..<buffer.count { buffer[k] = B(truncatingIfNeeded: padding.bits) }
  }
}
