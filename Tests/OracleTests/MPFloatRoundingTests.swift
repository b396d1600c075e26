import CMPFR
import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// Rounding from multiple precision: every midpoint of the 16-bit formats and the points beside it,
/// 2^−200 away, against comparison with neighbours; float32 and float64 against MPFR's own.
@Suite struct MPFloatRoundingTests {
  typealias Round<T> = (MPFloat, RoundingMode, Int) -> T

  /// The points are reached in two ways: as numbers, and as limits of the one beside them (`nudge`).
  static func failures<T: BinaryFormat>(_: T.Type, _ round: Round<T>) -> Failures {
    let reference = ReferenceFormat.of(T.name)
    var failures = Failures()
    for lower in 0..<reference.infinityPlace {
      let a = MPFloat(reference.magnitude(lower), precision: 240)
      let b = reference.magnitude(lower + 1)
      let half = MPFloat((reference.magnitude(lower) + b) / 2, precision: 240)
      let negative = lower % 2 == 1
      // Even places with plus, odd ones with minus, a quarter of both with either sign.
      for sign in [negative, !negative] where sign == negative || lower % 16 < 4 {
        let s = sign ? -1 : 1
        let (p, q) = sign ? (a.negated, half.negated) : (a, half)
        for mode in RoundingMode.allCases {
          func check(_ x: MPFloat, _ nudge: Int, _ side: ReferenceFormat.Side) {
            let got = UInt64(round(x, mode, nudge).bitPattern)
            let want = reference.rounded(lower: lower, side, negative: sign, mode)
            failures.check(
              got == want,
              "\(T.name) \(mode) \(x.decimal(digits: 20)) nudged \(nudge): "
                + "\(String(got, radix: 16)), not \(String(want, radix: 16))")
          }
          if lower > 0 { check(p, 0, .onLower) }
          if lower > 0 { check(p, s, .belowHalf) }
          check(q, 0, .tie)
          check(q, -s, .belowHalf)
          check(q, s, .aboveHalf)
          check(q.beside(-s), 0, .belowHalf)
          check(q.beside(s), 0, .aboveHalf)
        }
      }
    }
    return failures
  }

  @Test func float16AroundEveryMidpoint() {
    let failures = Self.failures(Float16.self) { $0.rounded($1, nudge: $2) }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test func bfloat16AroundEveryMidpoint() {
    let failures = Self.failures(BFloat16.self) { $0.rounded($1, nudge: $2) }
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Through a double first: the points beside a midpoint become ties.
  @Test func doubleRoundingIsCaught() {
    let failures = Self.failures(BFloat16.self) { x, mode, _ in
      BFloat16(x.double(MPFR_RNDN), rounding: mode)
    }
    #expect(failures.count > 50_000)
  }

  /// A limit taken for the number itself.
  @Test func forgottenNudgeIsCaught() {
    let failures = Self.failures(BFloat16.self) { x, mode, _ in x.rounded(mode) }
    #expect(failures.count > 50_000)
  }

  static let modes: [(RoundingMode, mpfr_rnd_t)] = [
    (.nearestEven, MPFR_RNDN), (.towardZero, MPFR_RNDZ), (.up, MPFR_RNDU), (.down, MPFR_RNDD),
  ]

  /// Numbers of 120 bits in every binade of float64 and beyond; and ties, by cutting at 54 and 25.
  @Test func widerFormatsAgreeWithMPFR() {
    MPFloat.widenExponents()
    var random = SplitMix64(seed: 31)
    var failures = Failures()
    for i in 0..<6000 {
      let head = Double(Int64(bitPattern: random.next()))
      let exponent = i % 2 == 0 ? Int.random(in: -1200...1100, using: &random) : -1076 + i % 60
      let bits = [120, 54, 25, 53, 24][i % 5]
      let x =
        (MPFloat(head, precision: 120) + MPFloat(Double(random.next()) * 0x1p-64, precision: 120))
        .cut(to: bits).scaled(by: exponent - 63)
      for (mode, theirs) in Self.modes {
        let d: Double = x.rounded(mode)
        failures.check(
          d.bitPattern == x.double(theirs).bitPattern, "float64 \(mode) \(x.decimal(digits: 40))")
        let f: Float = x.scaled(by: -exponent / 8 * 7).rounded(mode)
        let want = x.scaled(by: -exponent / 8 * 7).with { mpfr_get_flt($0, theirs) }
        failures.check(
          f.bitPattern == want.bitPattern, "float32 \(mode) \(x.decimal(digits: 40))")
      }
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test func zerosInfinitiesAndNaN() {
    let (plus, minus) = (MPFloat(0.0, precision: 64), MPFloat(-0.0, precision: 64))
    for mode in RoundingMode.allCases {
      #expect((plus.rounded(mode) as Float16).bitPattern == 0)
      #expect((minus.rounded(mode) as Float16).bitPattern == 0x8000)
      // From beside zero, the sign is that side's.
      #expect((plus.rounded(mode, nudge: 1) as Float16).bitPattern == (mode == .up ? 1 : 0))
      #expect(
        (plus.rounded(mode, nudge: -1) as Float16).bitPattern == (mode == .down ? 0x8001 : 0x8000))
      #expect((MPFloat(.infinity, precision: 64).rounded(mode) as Float) == .infinity)
      #expect((MPFloat(-.infinity, precision: 64).rounded(mode) as BFloat16).hexBits == "0xff80")
      #expect((MPFloat(.nan, precision: 64).rounded(mode) as Double).isNaN)
    }
  }
}

extension MPFloat {
  var negated: MPFloat { MPFloat(mpfr_neg, self, MPFR_RNDN) }

  /// The next number up or down at this precision.
  func beside(_ direction: Int) -> MPFloat {
    MPFloat(precision: precision) { r in
      _ = with { mpfr_set(r, $0, MPFR_RNDN) }
      if direction > 0 { mpfr_nextabove(r) } else { mpfr_nextbelow(r) }
    }
  }

  /// Its first so many bits.
  func cut(to bits: Int) -> MPFloat {
    MPFloat(precision: bits) { r in _ = with { mpfr_set(r, $0, MPFR_RNDZ) } }
  }

  static func + (a: MPFloat, b: MPFloat) -> MPFloat { MPFloat(mpfr_add, a, b, MPFR_RNDZ) }
}
