import FloatingPointFormats
import Testing

/// Rounding of doubles to the narrow formats, against a definition by neighbours: every 16-bit
/// value, every midpoint, and what lies next to each.
@Suite struct ConversionTests {
  /// What x must round to, found by comparing exact distances to the neighbours below and above.
  static func expected<T: BinaryFormat>(
    _ x: Double, below: T, above: T, _ mode: RoundingMode
  ) -> T {
    switch mode {
    case .down: return below
    case .up: return above
    case .towardZero: return x < 0 ? above : below
    case .nearestEven:
      // Both differences are exact: x lies between neighbours, or beside the largest number.
      let top = T.largestFinite.double
      let beyond = top + (top - T.largestFinite.previous.double)
      let (a, b) = (
        below.isInfiniteValue ? -beyond : below.double,
        above.isInfiniteValue ? beyond : above.double
      )
      let (low, high) = (x - a, b - x)
      if low != high { return low < high ? below : above }
      return below.bitPattern & 1 == 0 ? below : above
    }
  }

  /// How many roundings of midpoints and their neighbours are wrong.
  static func failures<T: BinaryFormat>(
    _: T.Type, _ convert: (Double, RoundingMode) -> T
  ) -> Int {
    var wrong = 0
    let largest = T.largestFinite.ordinal
    for ordinal in -largest - 1...largest {
      let (below, above) = (T(ordinal: ordinal), T(ordinal: ordinal + 1))
      let top = T.largestFinite.double
      let beyond = top + (top - T.largestFinite.previous.double)
      let a = below.isInfiniteValue ? -beyond : below.double
      let b = above.isInfiniteValue ? beyond : above.double
      let middle = a / 2 + b / 2
      for x in [middle.nextDown, middle, middle.nextUp, a.nextUp, b.nextDown] where x != 0 {
        for mode in RoundingMode.allCases {
          let y = convert(x, mode)
          let z = expected(x, below: below, above: above, mode)
          let isRight = y.ordinal == z.ordinal && (y.isZeroValue ? y.isNegative == (x < 0) : true)
          wrong += isRight ? 0 : 1
        }
      }
    }
    return wrong
  }

  @Test func bfloat16RoundsRightInAllModes() {
    #expect(Self.failures(BFloat16.self) { BFloat16($0, rounding: $1) } == 0)
  }

  @Test func float16RoundsRightInAllModes() {
    #expect(Self.failures(Float16.self) { Float16($0, rounding: $1) } == 0)
  }

  /// Rounding twice, through float32, is what the checker must find.
  @Test func doubleRoundingIsFound() {
    let wrong = Self.failures(BFloat16.self) { x, mode in
      mode == .nearestEven ? BFloat16(Float(x)) : BFloat16(x, rounding: mode)
    }
    #expect(wrong > 10_000)
  }

  @Test func truncationIsFound() {
    let wrong = Self.failures(BFloat16.self) { x, mode in
      mode == .nearestEven ? BFloat16(truncating: Float(x)) : BFloat16(x, rounding: mode)
    }
    #expect(wrong > 10_000)
  }

  /// `init(nearest:)` is the same rounding by another way.
  @Test func nearestAgreesWithIntegers() {
    var random = SystemSeeded(state: 11)
    for _ in 0..<200_000 {
      let x = Double(bitPattern: random.next())
      guard x.isFinite else { continue }
      #expect(BFloat16(nearest: x) == BFloat16(x, rounding: .nearestEven))
      #expect(Float16(nearest: x) == Float16(x, rounding: .nearestEven))
      #expect(Float(nearest: x) == Float(x, rounding: .nearestEven))
      let near = Double(Float(x).nextUp) / 2 + Double(Float(x)) / 2
      #expect(Float(nearest: near) == Float(near, rounding: .nearestEven))
    }
  }

  @Test func float32DirectionsBracket() {
    var random = SystemSeeded(state: 12)
    for _ in 0..<100_000 {
      let x = Double(bitPattern: random.next() & ~(1 << 62) | 0x3000_0000_0000_0000)
      guard x.isFinite, x.magnitude < 3e38 else { continue }
      let (down, up) = (Float(x, rounding: .down), Float(x, rounding: .up))
      #expect(Double(down) <= x && x <= Double(up))
      #expect(down == up ? Double(down) == x : down.next == up || down == 0 || up == 0)
      #expect(Float(x, rounding: .towardZero) == (x < 0 ? up : down))
    }
  }

  @Test(arguments: RoundingMode.allCases) func specialValuesPassThrough(_ mode: RoundingMode) {
    #expect(BFloat16(.nan, rounding: mode).isNaNValue)
    #expect(BFloat16(-.infinity, rounding: mode).hexBits == "0xff80")
    #expect(Float16(-0.0, rounding: mode).hexBits == "0x8000")
    #expect(Float16(1e300, rounding: mode).isInfiniteValue == (mode == .nearestEven || mode == .up))
    #expect(
      Float16(-1e300, rounding: mode).isInfiniteValue == (mode == .nearestEven || mode == .down))
    #expect(Float16(-1e-300, rounding: mode).isNegative)
    #expect(Float16(1e-300, rounding: mode).isZeroValue == (mode != .up))
  }
}

/// SplitMix64.
struct SystemSeeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
