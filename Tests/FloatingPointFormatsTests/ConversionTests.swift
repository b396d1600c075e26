import FloatingPointFormats
import Foundation
import TestSupport
import Testing

/// Rounding from `Double`: every midpoint of the 16-bit formats, samples of float32.
@Suite struct ConversionTests {
  @Test func float16AroundEveryMidpoint() {
    let failures = conversionFailures(
      Float16.self, places: everyPlace(Float16.self), modes: RoundingMode.allCases
    ) { Float16($0, rounding: $1) }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test func bfloat16AroundEveryMidpoint() {
    let failures = conversionFailures(
      BFloat16.self, places: everyPlace(BFloat16.self), modes: RoundingMode.allCases
    ) { BFloat16($0, rounding: $1) }
    #expect(failures.isEmpty, "\(failures)")
  }

  /// `init(nearest:)` is what kernels use; the hardware's for all but bfloat16.
  @Test func nearestAroundEveryMidpoint() {
    let half = conversionFailures(
      Float16.self, places: everyPlace(Float16.self), modes: [.nearestEven]
    ) { x, _ in Float16(nearest: x) }
    #expect(half.isEmpty, "\(half)")
    let brain = conversionFailures(
      BFloat16.self, places: everyPlace(BFloat16.self), modes: [.nearestEven]
    ) { x, _ in BFloat16(nearest: x) }
    #expect(brain.isEmpty, "\(brain)")
  }

  /// From `Float`, one place of float32 beside each midpoint.
  @Test func bfloat16FromFloatAroundEveryMidpoint() {
    let float = (
      down: { (x: Double) in Double(Float(x).nextDown) },
      up: { (x: Double) in Double(Float(x).nextUp) }
    )
    // Beside the largest magnitude the next float up is past 2^128 and does not exist.
    let places = everyPlace(BFloat16.self)
    let nearest = conversionFailures(
      BFloat16.self, places: places.dropLast(), modes: [.nearestEven], source: float
    ) { x, _ in BFloat16(Float(x)) }
    #expect(nearest.isEmpty, "\(nearest)")
    let cut = conversionFailures(
      BFloat16.self, places: places.dropLast(), modes: [.towardZero], source: float
    ) { x, _ in BFloat16(truncating: Float(x)) }
    #expect(cut.isEmpty, "\(cut)")
    let overflow = Float(bitPattern: 0x7f7f_8000)
    #expect(BFloat16(overflow.nextDown) == .largestFinite)
    #expect(BFloat16(overflow) == .infinityValue)
    #expect(BFloat16(-overflow) == BFloat16.infinityValue.negated)
  }

  @Test func float32AroundSampledMidpoints() {
    var random = SplitMix64(seed: 2)
    let last = ReferenceFormat.float32.infinityPlace - 1
    var places = (0..<20000).map { _ in Int.random(in: 0...last, using: &random) }
    // The subnormals, the edge to the normals, every binade, and the overflow threshold.
    places += (0..<2000).map { _ in Int.random(in: 0..<1 << 23, using: &random) }
    places += (0..<255).flatMap { [$0 << 23, $0 << 23 + 1, max(0, $0 << 23 - 1)] }
    places += [last - 1, last]
    let failures = conversionFailures(Float.self, places: places, modes: RoundingMode.allCases) {
      Float($0, rounding: $1)
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test func anyDouble() {
    var random = SplitMix64(seed: 3)
    var inputs = (0..<3000).map { _ in Double(bitPattern: random.next()) }.filter { !$0.isNaN }
    inputs += (0..<3000).map { _ in
      Double(sign: .plus, exponent: Int.random(in: -160...130, using: &random), significand: 1)
        * Double.random(in: -2...2, using: &random)
    }
    inputs += [
      0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .infinity,
    ]
    .flatMap { [$0, -$0] }
    let half = conversionFailures(Float16.self, at: inputs) { Float16($0, rounding: $1) }
    #expect(half.isEmpty, "\(half)")
    let brain = conversionFailures(BFloat16.self, at: inputs) { BFloat16($0, rounding: $1) }
    #expect(brain.isEmpty, "\(brain)")
    let single = conversionFailures(Float.self, at: inputs) { Float($0, rounding: $1) }
    #expect(single.isEmpty, "\(single)")
    for x in inputs {
      for mode in RoundingMode.allCases {
        #expect(Double(x, rounding: mode).bitPattern == x.bitPattern)
      }
    }
  }

  @Test(arguments: RoundingMode.allCases) func notANumberStaysOne(_ mode: RoundingMode) {
    let nans = [Double.nan, -Double.nan, .signalingNaN, Double(bitPattern: 0x7ff0_0000_0000_0001)]
    for x in nans {
      #expect(Float16(x, rounding: mode).isNaNValue)
      #expect(BFloat16(x, rounding: mode).isNaNValue)
      #expect(Float(x, rounding: mode).isNaNValue)
      #expect(Double(x, rounding: mode).isNaNValue)
      #expect(BFloat16(nearest: x).isNaNValue)
    }
    // A payload that the upper half does not have must not turn into an infinity.
    #expect(BFloat16(Float(bitPattern: 0x7f80_0001)).isNaNValue)
  }
}
