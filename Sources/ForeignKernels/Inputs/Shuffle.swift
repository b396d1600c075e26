import FloatingPointFormats

/// A seeded bijection on 0..<count that needs no memory and can be inverted.
///
/// On 2^k places it is three rounds of an odd multiplication, an addition and a folding of the upper
/// half onto the lower, each invertible. Another count uses the next power of two and walks along
/// the cycle until it is back inside. Above 2^16 places and at a power of two, windows of 2^16 are
/// shuffled as wholes and then each within itself: outputs can then be put back into ascending order
/// one window at a time, in bounded memory.
struct Shuffle: Sendable, Hashable {
  let count: UInt64
  private let bits: UInt64
  private let seed: UInt64

  static let windowBits: UInt64 = 16

  init(count: UInt64, seed: UInt64) {
    self.count = count
    self.seed = seed
    bits = UInt64(UInt64.bitWidth - (max(count, 2) - 1).leadingZeroBitCount)
  }

  private var isWindowed: Bool { bits > Shuffle.windowBits && count == 1 << bits }

  subscript(_ i: UInt64) -> UInt64 {
    guard isWindowed else { return walk(i) { Rounds(seed: seed, bits: bits).forward($0) } }
    let window = Rounds(seed: seed, bits: bits - Shuffle.windowBits)
      .forward(i >> Shuffle.windowBits)
    return window << Shuffle.windowBits | inner(window).forward(i & 0xffff)
  }

  /// The i with self[i] = j.
  func inverse(_ j: UInt64) -> UInt64 {
    guard isWindowed else { return walk(j) { Rounds(seed: seed, bits: bits).backward($0) } }
    let window = j >> Shuffle.windowBits
    let outer = Rounds(seed: seed, bits: bits - Shuffle.windowBits).backward(window)
    return outer << Shuffle.windowBits | inner(window).backward(j & 0xffff)
  }

  /// Consecutive values from place i, at most to the end of i's window: quicker than one by one.
  func run(from i: UInt64, _ length: Int, _ body: (Int, UInt64) -> Void) {
    guard isWindowed else {
      for k in 0..<length { body(k, self[i + UInt64(k)]) }
      return
    }
    let window = Rounds(seed: seed, bits: bits - Shuffle.windowBits)
      .forward(i >> Shuffle.windowBits)
    let rounds = inner(window)
    let first = i & 0xffff
    for k in 0..<length {
      body(k, window << Shuffle.windowBits | rounds.forward(first + UInt64(k)))
    }
  }

  private func inner(_ window: UInt64) -> Rounds {
    Rounds(seed: seed ^ (window &+ 1) &* 0x9e37_79b9_7f4a_7c15, bits: Shuffle.windowBits)
  }

  private func walk(_ i: UInt64, _ step: (UInt64) -> UInt64) -> UInt64 {
    var j = step(i)
    while j >= count { j = step(j) }
    return j
  }
}

/// The rounds on 2^bits places.
private struct Rounds {
  let mask: UInt64
  let fold: UInt64
  let factors: (UInt64, UInt64, UInt64)
  let terms: (UInt64, UInt64, UInt64)

  init(seed: UInt64, bits: UInt64) {
    mask = bits >= 64 ? .max : 1 << bits - 1
    // At least half the width, so that folding twice is the identity.
    fold = max(1, (bits + 1) / 2)
    var state = SplitMix64(seed: seed)
    factors = (state.next() | 1, state.next() | 1, state.next() | 1)
    terms = (state.next(), state.next(), state.next())
  }

  @inline(__always) func forward(_ i: UInt64) -> UInt64 {
    var x = (i &* factors.0 &+ terms.0) & mask
    x ^= x >> fold
    x = (x &* factors.1 &+ terms.1) & mask
    x ^= x >> fold
    x = (x &* factors.2 &+ terms.2) & mask
    return x ^ x >> fold
  }

  func backward(_ j: UInt64) -> UInt64 {
    var x = j ^ j >> fold
    x = (x &- terms.2) &* Rounds.inverse(factors.2) & mask
    x ^= x >> fold
    x = (x &- terms.1) &* Rounds.inverse(factors.1) & mask
    x ^= x >> fold
    return (x &- terms.0) &* Rounds.inverse(factors.0) & mask
  }

  /// 1/a modulo 2^64 for odd a: Newton's iteration doubles the correct bits, of which a has 3.
  private static func inverse(_ a: UInt64) -> UInt64 {
    var x = a
    for _ in 0..<5 { x = x &* (2 &- a &* x) }
    return x
  }
}
