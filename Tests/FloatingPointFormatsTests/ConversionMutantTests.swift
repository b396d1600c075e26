import FloatingPointFormats
import Testing

/// The checker of `ConversionTests` must see each of these planted defects.
@Suite struct ConversionMutantTests {
  private func caught(_ mutant: (Double) -> BFloat16) -> Int {
    conversionFailures(BFloat16.self, places: everyPlace(BFloat16.self), modes: [.nearestEven]) {
      x, _ in mutant(x)
    }.count
  }

  /// Rounded to `Float` and again: every midpoint's neighbour becomes a tie, and half of the ties
  /// go the wrong way. Two neighbours of some 32,640 midpoints with both signs, half of them wrong.
  @Test func doubleRounding() {
    #expect(caught { BFloat16(Float($0)) } > 60_000)
    let half = conversionFailures(
      Float16.self, places: everyPlace(Float16.self), modes: [.nearestEven]
    ) { x, _ in Float16(Float(x)) }
    #expect(half.count > 60_000)
  }

  @Test func truncation() { #expect(caught { BFloat16($0, rounding: .towardZero) } > 100_000) }

  /// Ties away from zero: wrong at every second midpoint.
  @Test func tiesAway() {
    let count = caught {
      let y = BFloat16(nearest: $0)
      let away = BFloat16($0, rounding: $0 < 0 ? .down : .up)
      return abs(away.double - $0) == abs($0 - y.double) ? away : y
    }
    #expect(count > 30_000)
  }

  @Test func flushedSubnormals() {
    let count = caught {
      let y = BFloat16(nearest: $0)
      return y.isSubnormalValue ? BFloat16(bitPattern: y.isNegative ? 0x8000 : 0) : y
    }
    // Six points to each of 127 subnormals, two signs; those that round to zero are right.
    #expect(count > 1_400)
  }

  /// One input of each sign and mode is enough to be noticed.
  @Test func rareDefects() {
    #expect(caught { $0 == -0x1p-135 ? BFloat16(bitPattern: 0) : BFloat16(nearest: $0) } == 0)
    #expect(caught { $0 == -0x1p-134 ? BFloat16(bitPattern: 0) : BFloat16(nearest: $0) } == 1)
    #expect(caught { $0 == 0x1.ffp+127 ? .largestFinite : BFloat16(nearest: $0) } == 1)
  }

  /// A directed mode that forgets the sign.
  @Test func upMeansAway() {
    let failures = conversionFailures(
      Float16.self, places: everyPlace(Float16.self), modes: [.up]
    ) { x, _ in Float16(x, rounding: x < 0 ? .down : .up) }
    #expect(failures.count > 100_000)
  }
}
