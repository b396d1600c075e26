import FloatingPointFormats
import Functions
import Oracle
import Scoring
import Testing

@testable import Comparing

/// Who is nearer to the exact value, where that is close.
@Suite struct NearerTests {
  private static func nearer<T: BinaryFormat>(
    _ target: Target, at x: T, _ a: T, _ b: T
  ) throws -> Nearer {
    let results = try ExactResults(target, Signature(T.name))
    let found = try results.nearer(a.double, b.double, at: x.bits)
    // Multiple precision says the same, and the other way round the reverse.
    #expect(try Oracle(target).nearer(a.double, b.double, at: x.double) == found)
    let reverse: Nearer = found == .first ? .second : found == .second ? .first : .neither
    #expect(try results.nearer(b.double, a.double, at: x.bits) == reverse)
    return found
  }

  /// relu(3) = 3 is just between 2.5 and 3.5; leaky-relu(−1) = −0.01 is no float16.
  @Test func ofExactResults() throws {
    #expect(try Self.nearer(Target(.relu), at: 3 as Float16, 2.5, 3.5) == .neither)
    #expect(try Self.nearer(Target(.relu), at: 3 as Float, 2.5, Float(3.5).nextDown) == .second)
    #expect(try Self.nearer(Target(.relu), at: -3 as Double, -0.0, 0.0) == .neither)
    #expect(try Self.nearer(Target(.relu), at: -3 as Double, -1, 1) == .neither)
    let leaky = Target(.leakyReLU)
    let below: Float16 = -0.010002, above: Float16 = -0.009995
    #expect(try Self.nearer(leaky, at: -1 as Float16, below, above) == .first)
    #expect(try Self.nearer(leaky, at: -100 as Double, -0.5, -1.5) == .neither)
    #expect(try Self.nearer(leaky, at: -100 as Double, -0.5, (-1.5).nextUp) == .second)
  }

  /// x·Φ(x) at the smallest subnormal lies above the middle x/2 of 0 and x by less than any precision shows, on
  /// either side of zero.
  @Test func besideAMiddle() throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      let least = T.smallestSubnormal
      let zero = T(bitPattern: 0)
      #expect(try Self.nearer(Target(.gelu), at: least, zero, least) == .second, "\(T.name)")
      #expect(
        try Self.nearer(Target(.gelu), at: least.negated, zero, least.negated) == .first,
        "\(T.name)")
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Sums that no double holds: 2^1000 with 2^−1000, and numbers of one ulp about a huge one.
  @Test func farApart() throws {
    #expect(
      try Self.nearer(Target(.relu), at: 0x1p999 as Double, 0x1p1000, 0x1p-1000) == .second)
    #expect(
      try Self.nearer(Target(.relu), at: 0x1p999 as Double, 0x1p1000, -0x1p-1000) == .first)
    #expect(try Self.nearer(Target(.relu), at: 0x1p999 as Double, 0x1p1000, 0) == .neither)
  }

  /// The nearer of a rounding and a neighbour is the rounding, at random inputs.
  @Test(arguments: [FormatName.float16, .bfloat16, .float32, .float64])
  func theRoundingIsNearer(_ format: FormatName) throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      let results = try ExactResults(Target(.gelu), Signature(T.name))
      var random = SplitMix64(seed: 7)
      for _ in 0..<500 {
        let x = T(nearest: Double.random(in: -9...6, using: &random))
        let right = T(nearest: try results.rounded(at: x.bits))
        for other in [right.next, right.previous] where other.isFiniteValue {
          let found = try results.nearer(right.double, other.double, at: x.bits)
          #expect(found == .first, "\(x.hexBits) \(other.hexBits)")
        }
      }
    }
    try check(format.type)
  }
}
