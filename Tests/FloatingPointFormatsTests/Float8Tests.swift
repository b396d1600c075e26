import FloatingPointFormats
import Foundation
import TestSupport
import Testing

/// The formats of 8 bits by the checks of the others: every encoding, and every midpoint in all modes.
@Suite struct Float8Tests {
  static let formats = FormatName.allCases.filter { $0.width == 8 }

  @Test func factsAreThoseOfOFP8() {
    check(Float8E4M3FN.self, p: 4, emin: -6, emax: 8, largest: 448, least: 0x1p-9)
    check(Saturating<Float8E4M3FN>.self, p: 4, emin: -6, emax: 8, largest: 448, least: 0x1p-9)
    check(Float8E5M2.self, p: 3, emin: -14, emax: 15, largest: 57344, least: 0x1p-16)
    check(Saturating<Float8E5M2>.self, p: 3, emin: -14, emax: 15, largest: 57344, least: 0x1p-16)
    #expect(Float8E4M3FN.infinityIfAny == nil && Float8E5M2.infinityIfAny?.bitPattern == 0x7c)
    #expect(Self.formats.allSatisfy { $0.keepsAllTruths && $0.canTryAllInputs && $0.width == 8 })
    #expect(Self.formats.map(\.rawValue) == Self.formats.map { $0.type.name.rawValue })
  }

  private func check<T: BinaryFormat>(
    _: T.Type, p: Int, emin: Int, emax: Int, largest: Double, least: Double
  ) {
    let carried = T.parameters
    #expect(carried.precision == p && carried.minimumExponent == emin)
    #expect(carried.maximumExponent == emax && carried.largestFinite == largest)
    #expect(T.smallestSubnormal.double == least && T.quietNaN.isNaNValue)
    #expect(T.smallestNormal.double == carried.smallestNormal)
  }

  @Test(arguments: formats) func everyEncodingHasItsPlace(_ format: FormatName) {
    func check<T: BinaryFormat>(_: T.Type) -> Failures { lineFailures(T.self) }
    let failures = check(format.type)
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(arguments: formats) func aroundEveryMidpoint(_ format: FormatName) {
    func check<T: BinaryFormat>(_: T.Type) -> [Failures] {
      [
        conversionFailures(T.self, places: everyPlace(T.self), modes: RoundingMode.allCases) {
          T($0, rounding: $1)
        },
        conversionFailures(T.self, places: everyPlace(T.self), modes: [.nearestEven]) { x, _ in
          T(nearest: x)
        },
      ]
    }
    for failures in check(format.type) { #expect(failures.isEmpty, "\(failures)") }
  }

  @Test(arguments: formats) func anyDouble(_ format: FormatName) {
    var random = SplitMix64(seed: 80)
    var inputs = (0..<2000).map { _ in Double(bitPattern: random.next()) }.filter { !$0.isNaN }
    inputs += (0..<4000).map { _ in
      Double(sign: .plus, exponent: Int.random(in: -20...18, using: &random), significand: 1)
        * Double.random(in: -2...2, using: &random)
    }
    inputs += [0, .leastNonzeroMagnitude, .greatestFiniteMagnitude].flatMap { [$0, -$0] }
    func check<T: BinaryFormat>(_: T.Type) -> Failures {
      conversionFailures(T.self, at: inputs) { T($0, rounding: $1) }
    }
    let failures = check(format.type)
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(arguments: formats) func textsReadBack(_ format: FormatName) {
    func check<T: BinaryFormat>(_: T.Type) -> Failures {
      var failures = Failures()
      for bits in 0..<256 as Range<UInt64> {
        let x = T(bits: bits)
        func readsBack(_ text: String) -> Bool {
          let back = T(nearest: strtod(text, nil))
          return x.isNaNValue ? back.isNaNValue : x.isInfiniteValue || back == x
        }
        failures.check(
          readsBack(x.hexFloat) && readsBack(x.exactDecimal), "\(x.hexBits) \(x.exactDecimal)"
        )
        failures.check(
          x.hexBits.count == 4 && UInt64(x.hexBits.dropFirst(2), radix: 16) == bits, x.hexBits)
        failures.check(
          x.isNaNValue || T.parameters.ordinal(of: x.double) == x.ordinal, "\(x.hexBits): ordinal")
        let classes = [x.isNaNValue, x.isInfiniteValue, x.isFiniteValue]
        failures.check(classes.count(where: \.self) == 1, "\(x.hexBits): \(classes)")
      }
      return failures
    }
    let failures = check(format.type)
    #expect(failures.isEmpty, "\(failures)")
  }

  /// The checker sees a rule of overflow that is another's, and results rounded twice.
  @Test func mutantsAreCaught() {
    let saturated = conversionFailures(
      Float8E4M3FN.self, places: everyPlace(Float8E4M3FN.self), modes: [.nearestEven]
    ) { x, _ in Float8E4M3FN(bitPattern: Saturating<Float8E4M3FN>(nearest: x).bitPattern) }
    // Beyond the middle past 448, with both signs: two points.
    #expect(saturated.count == 4)
    let truncated = conversionFailures(
      Float8E5M2.self, places: everyPlace(Float8E5M2.self), modes: [.up]
    ) { x, _ in Float8E5M2(x, rounding: .down) }
    #expect(truncated.count > 1000)
    let twice = conversionFailures(
      Float8E5M2.self, places: everyPlace(Float8E5M2.self), modes: [.nearestEven]
    ) { x, _ in Float8E5M2(nearest: Double(Float(x))) }
    #expect(twice.count > 200)
  }

  /// The middle past the largest number, by OFP8: 464 ties to 448, which is even; 61440 leaves E5M2.
  @Test func wherePatternsEnd() {
    #expect(Float8E4M3FN(nearest: 464).bitPattern == 0x7e)
    #expect(Float8E4M3FN(nearest: 464.0.nextUp).bitPattern == 0x7f)
    #expect(Float8E4M3FN(nearest: -1e300).bitPattern == 0xff)
    #expect(Float8E5M2(nearest: 61440).bitPattern == 0x7c)
    #expect(Float8E5M2(nearest: 61440.0.nextDown).bitPattern == 0x7b)
    #expect(Saturating<Float8E5M2>(nearest: -.infinity).bitPattern == 0xfb)
    #expect(Saturating<Float8E4M3FN>(nearest: .nan).isNaNValue)
    let p = (Float8E4M3FN.parameters, Float8E5M2.parameters)
    #expect(!p.0.isBeyond(464) && p.0.isBeyond(-464.0.nextUp) && !p.0.isBeyond(448))
    #expect(p.1.isBeyond(61440) && !p.1.isBeyond(61440.0.nextDown))
    #expect(p.0.ordinal(of: -.nan) == -0x7f && p.1.ordinal(of: .infinity) == 0x7c)
  }
}
