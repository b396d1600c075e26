import FloatingPointFormats
import Functions
import Oracle
import Scoring
import Testing

@testable import Comparing

/// Outputs whose comparison is known beforehand.
@Suite struct ComparerTests {
  private static let x: [Float16] = [-1, -0.0, 0, 1, 2, .infinity, -.infinity, .nan]

  private func outputs(_ a: [Float16], _ b: [Float16], piece: Int = 3) throws -> ComparedOutputs {
    try #require(
      compared(Self.x, a, b, against: Oracle(.relu), piece: piece).outputs)
  }

  @Test func bitsCount() throws {
    let right: [Float16] = [0, -0.0, 0, 1, 2, .infinity, 0, .nan]
    let same = try outputs(right, right)
    #expect(same.equal == 8 && same.differing == 0 && same.firstDifference == nil)
    #expect(same.largest.absolute == nil && same.closer.neither == 0)
    // All NaNs are one, and the two zeros are not.
    var other = right
    other[7] = Float16(bitPattern: 0xfe01)
    #expect(try outputs(right, other).differing == 0)
    other[1] = 0
    let zeros = try outputs(right, other)
    #expect(zeros.differing == 1 && zeros.firstDifference?.input == "0x8000")
    #expect(zeros.closer.neither == 1 && zeros.onlyARight.count == 1)
    #expect(zeros.largest.absolute == nil && zeros.largest.steps == nil)
  }

  /// What is no number is further off than any number, and what is right nearer than what is not.
  @Test func kinds() throws {
    let a: [Float16] = [.nan, -0.0, 0, .infinity, 3, 1, .nan, 5]
    let b: [Float16] = [7, -0.0, 0, .nan, 2, .infinity, 0, .nan]
    let found = try outputs(a, b)
    #expect(found.compared == 8 && found.equal == 2 && found.differing == 6)
    // −1, 2, ∞, −∞ and NaN for B; of an infinity and a NaN at 1 neither is a number.
    #expect(found.closer.a == 0 && found.closer.b == 5 && found.closer.neither == 1)
    #expect(found.onlyBRight.count == 4 && found.onlyARight.count == 0)
    #expect(found.firstDifference?.input == "0xfc00" && found.firstDifference?.truth == nil)
    #expect(found.largest.absolute?.size == 1 && found.largest.absolute?.at.input == "0x4000")
    #expect(found.largest.relative?.size == 0.5 && found.largest.steps?.size == 512)
  }

  /// Regions add up to the finite inputs, and nothing depends on the pieces.
  @Test func regionsAddUp() throws {
    var random = SplitMix64(seed: 3)
    let x = (0..<2000).map { _ in
      BFloat16(bitPattern: UInt16(truncatingIfNeeded: random.next()))
    }
    let distinct = Array(Set(x))
    let oracle = Oracle(.silu)
    func noisy(_ x: BFloat16) throws -> BFloat16 {
      let right = try oracle.rounded(at: x.double, to: BFloat16.self)
      return switch random.next() % 8 {
      case 0: right.next
      case 1: right.previous
      case 2: .quietNaN
      default: right
      }
    }
    let (a, b) = (try distinct.map(noisy), try distinct.map(noisy))
    let one = try #require(compared(distinct, a, b, against: Oracle(.silu), piece: 5000).outputs)
    let many = try #require(compared(distinct, a, b, against: Oracle(.silu), piece: 7).outputs)
    #expect(one == many)
    let finite = zip(distinct, zip(a, b)).filter { $0.0.isFiniteValue }
    #expect(one.regions.map(\.compared).reduce(0, +) == finite.count)
    let differing = finite.filter {
      $0.1.0.bitPattern != $0.1.1.bitPattern && !($0.1.0.isNaNValue && $0.1.1.isNaNValue)
    }
    #expect(one.regions.map(\.differing).reduce(0, +) == differing.count && differing.count > 500)
    for region in one.regions {
      #expect(region.closerA + region.closerB + region.neither == region.differing)
      #expect(region.differing <= region.compared)
    }
  }

  /// A float64 difference beyond the largest double is no infinity.
  @Test func hugeGaps() throws {
    let most = Double.greatestFiniteMagnitude
    let found = try #require(
      compared([1, 0x1p1000], [1, -most], [1, most], against: .init(.relu)).outputs)
    #expect(found.largest.absolute?.size.isFinite == true && found.closer.b == 1)
    #expect(found.largest.steps?.size == 2 * UInt64(Double.largestFinite.ordinal))
  }
}
