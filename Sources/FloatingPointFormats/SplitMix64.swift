/// Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", OOPSLA 2014):
/// seeded, the same everywhere, so that samples and shuffles repeat.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private let seed: UInt64
  private var index: UInt64 = 0

  package init(seed: UInt64) { self.seed = seed }

  package mutating func next() -> UInt64 {
    defer { index &+= 1 }
    return SplitMix64.value(index, seed: seed)
  }

  /// What the generator of a seed gives after `index` other values.
  @inlinable
  package static func value(_ index: UInt64, seed: UInt64) -> UInt64 {
    var z = seed &+ (index &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
