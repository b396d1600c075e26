import FloatingPointFormats

/// Which inputs a kernel is given, in which order, and back: every place of the run is an input, and
/// every input but the padding has its rank in canonical (ascending) order.
///
/// Nothing is stored for an exhaustive plan, so one of 2^32 places costs nothing.
public struct InputPlan<T: BinaryFormat>: Sendable {
  public let order: InputOrder
  public let padding: Padding
  /// How many inputs there are, the padding not counted.
  public let count: Int
  /// In canonical order; nil where the plan has every encoding.
  private let samples: [T]?
  private let shuffle: Shuffle?
  /// How many inputs have the sign bit set: the first ranks, in which encodings descend.
  private let negatives: Int

  /// Every encoding of a format of at most 32 bits.
  /// - Precondition: not float64.
  public init(exhaustive order: InputOrder = .ascending, padding: Padding = .none) {
    precondition(T.name.width <= 32, "the 2^64 inputs of float64 cannot all be listed")
    self.init(count: 1 << T.name.width, samples: nil, order, padding)
  }

  /// Given inputs, in any order, duplicates kept.
  public init(samples: [T], order: InputOrder = .ascending, padding: Padding = .none) {
    let sorted = samples.sorted { $0.position < $1.position }
    self.init(count: samples.count, samples: sorted, order, padding)
  }

  private init(count: Int, samples: [T]?, _ order: InputOrder, _ padding: Padding) {
    precondition(padding.multiple >= 1, "a count is padded to a multiple of at least 1")
    self.count = count
    self.samples = samples
    self.order = order
    self.padding = padding
    shuffle = order.base == .shuffled ? Shuffle(count: UInt64(count), seed: order.seed) : nil
    negatives = samples.map { $0.firstIndex { !$0.isNegative } ?? count } ?? count / 2
  }

  public var isExhaustive: Bool { samples == nil }

  /// How many places the run has: the count with the padding.
  public var paddedCount: Int {
    (count + padding.multiple - 1) / padding.multiple * padding.multiple
  }

  /// The input of a rank, in ascending order.
  public func canonicalInput(_ rank: Int) -> T {
    samples.map { $0[rank] } ?? T(position: UInt64(rank))
  }

  /// The input at a place.
  public func input(at place: Int) -> T {
    rank(at: place).map(canonicalInput) ?? paddingValue
  }

  private var paddingValue: T { T(bitPattern: T.Bits(truncatingIfNeeded: padding.bits)) }

  /// The rank, in ascending order, of the input at a place; nil where the place is padding.
  public func rank(at place: Int) -> Int? {
    guard place < count else { return nil }
    let i = rotated(place)
    switch order.base {
    case .ascending: return i
    case .shuffled: return shuffle.map { Int($0[UInt64(i)]) }
    case .bits: return i < count - negatives ? negatives + i : count - 1 - i
    }
  }

  /// The place of the input of a rank.
  public func place(ofRank rank: Int) -> Int {
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

  /// The inputs at consecutive places.
  /// - Precondition: `first + buffer.count ≤ paddedCount`.
  public func fill(_ buffer: UnsafeMutableBufferPointer<T>, from first: Int) {
    precondition(first >= 0 && first + buffer.count <= paddedCount, "places outside the plan")
    var done = 0
    while done < buffer.count {
      let place = first + done
      guard place < count else {
        for k in done..<buffer.count { buffer[k] = paddingValue }
        return
      }
      let i = rotated(place)
      // Up to the end of the cycle, and to the end of a window of a shuffle.
      let window = 1 << Int(Shuffle.windowBits)
      let length = min(
        buffer.count - done, count - place, count - i,
        order.base == .shuffled ? window - i % window : .max)
      fillRun(UnsafeMutableBufferPointer(rebasing: buffer[done..<(done + length)]), from: i)
      done += length
    }
  }

  /// Places without the rotation, not past the end.
  private func fillRun(_ buffer: UnsafeMutableBufferPointer<T>, from i: Int) {
    switch (order.base, samples) {
    case (.ascending, nil):
      for k in 0..<buffer.count { buffer[k] = T(position: UInt64(i + k)) }
    case (.bits, nil):
      for k in 0..<buffer.count { buffer[k] = T(bitPattern: T.Bits(truncatingIfNeeded: i + k)) }
    case (.ascending, let samples?):
      for k in 0..<buffer.count { buffer[k] = samples[i + k] }
    case (.bits, let samples?):
      let (below, last) = (negatives, count - 1)
      for k in 0..<buffer.count {
        let j = i + k
        buffer[k] = samples[j < count - below ? below + j : last - j]
      }
    case (.shuffled, _):
      shuffle?.run(from: UInt64(i), buffer.count) { k, rank in
        buffer[k] = canonicalInput(Int(rank))
      }
    }
  }
}
