import CMPFR
import FloatingPointFormats
import TestSupport
import Testing

@testable import Functions
@testable import Oracle

/// Both ends of every operation lie on the right side of the exact result: an end rounded the wrong way,
/// which the next digits never show, is off by less than one bit and found here.
@Suite struct RoundingDirectionTests {
  /// 130 digits each, by mpmath 1.3.0.
  static let digits: [(name: String, text: String)] = [
    (
      "pi",
      "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384461"
    ),
    (
      "√(2/π)",
      "0.7978845608028653558798921198687637369517172623298693153318516593413158517986036770025046678146138728606051177252703653710219839091"
    ),
    (
      "2/√π",
      "1.12837916709551257389615890312154517168810125865799771368817144342128493688298682897348732040421472688605669581272341470337986299"
    ),
    (
      "√½",
      "0.7071067811865475244008443621048490392848359376884740365883398689953662392310535194251937671638207863675069231154561485124624180279"
    ),
    (
      "ln 10",
      "2.302585092994045684017991454684364207601101488628772976033327900967572609677352480235997205089598298341967784042286248633409525465"
    ),
  ]

  static func constants(_ p: Int) -> [Interval] {
    let one = Interval(1, precision: p).roundedTo(p)
    return [
      .pi(p), one.constant(.sqrtTwoOverPi), one.constant(.twoOverSqrtPi), one.constant(.sqrtHalf),
      .logarithmOfTen(p),
    ]
  }

  /// The places of constants whose enclosure does not hold the digits between its ends.
  static func wrong(_ constants: [Interval]) -> [String] {
    zip(digits, constants).compactMap { known, own in
      let exact = Interval(reading: known.text)
      return own.lo < exact.lo && exact.hi < own.hi ? nil : known.name
    }
  }

  @Test func constantsAtEveryPrecision() {
    MPFloat.widenExponents()
    for p in 64...300 {
      let own = Self.constants(p)
      #expect(Self.wrong(own) == [], "\(p) bits")
      // π and ln 10 as narrow as can be.
      for i in [0, 4] { #expect(own[i].hi == own[i].lo.beside(1)) }
    }
  }

  /// Either end rounded to the other side, of any constant.
  @Test func mutantsOfConstantsAreCaught() {
    MPFloat.widenExponents()
    let own = Self.constants(150)
    for i in own.indices {
      for mutant in [own[i].lower, own[i].upper] {
        var planted = own
        planted[i] = mutant
        #expect(Self.wrong(planted) == [Self.digits[i].name])
      }
    }
    // π rounded down at both ends, in what is made of it: other roundings hide that at some precisions.
    let caught = (64...300).filter { p in
      let low = MPFloat(precision: p) { mpfr_const_pi($0, MPFR_RNDD) }
      let pi = Interval(lo: low, hi: low)
      var planted = Self.constants(p)
      planted[1] = (Interval(2, precision: p) / pi).squareRoot()
      planted[2] = Interval(2, precision: p) / pi.squareRoot()
      return !Self.wrong(planted).isEmpty
    }
    #expect(caught.count > 8, "\(caught.count)")
  }

  typealias Operation = (name: String, apply: @Sendable (Interval, Interval) -> Interval)

  /// Every operation that rounds, on two positive intervals.
  static let operations: [Operation] = [
    ("+", { $0 + $1 }), ("−", { $0 - $1 }), ("·", { $0 * $1 }), ("/", { $0 / $1 }),
    ("−a·b", { -$0 * $1 }), ("a·−b", { $0 * -$1 }), ("−a·−b", { -$0 * -$1 }),
    ("−a/b", { -$0 / $1 }),
    ("a/−b", { $0 / -$1 }), ("−a/−b", { -$0 / -$1 }),
    ("(a − b)·(b − a)", { ($0 - $1) * ($1 - $0) }), ("exp", { a, _ in a.exp() }),
    ("exp −", { a, _ in (-a).exp() }), ("erfc", { a, _ in a.erfc() }),
    ("erfc −", { a, _ in (-a).erfc() }), ("√", { a, _ in a.root }),
    ("·n", { a, _ in a.times(.integer(3)) }), ("·√½", { a, _ in a.times(.sqrtHalf) }),
    ("·√(2/π)", { a, _ in a.times(.sqrtTwoOverPi) }),
    ("·2/√π", { a, _ in a.times(.twoOverSqrtPi) }),
    ("·0.044715", { a, _ in a.times(.decimal(GELUTanh.usualCubic)) }),
    ("·−1.702", { a, _ in a.times(.decimal(DecimalConstant("-1.702")!)) }),
  ]

  /// How often an end lies on the wrong side of the same computed to 300 bits, or on it.
  static func failures(
    _ operation: Operation, points: Bool, planted: (Interval) -> Interval = { $0 }
  ) -> Failures {
    var random = SplitMix64(seed: 58)
    var failures = Failures()
    for _ in 0..<60 {
      func operand() -> (Interval, Interval) {
        let a = Double.random(in: 0.1...4, using: &random)
        let b = points ? a : a * (1 + Double.random(in: 0.01...0.2, using: &random))
        return (Interval(from: a, to: b, precision: 60), Interval(from: a, to: b, precision: 300))
      }
      let (a, b) = (operand(), operand())
      let own = planted(operation.apply(a.0, b.0).roundedTo(60))
      let exact = operation.apply(a.1, b.1)
      failures.check(own.contains(exact), "\(operation.name) at \(a.0.doubles), \(b.0.doubles)")
    }
    return failures
  }

  @Test(arguments: [false, true]) func operationsRoundOutward(_ points: Bool) {
    MPFloat.widenExponents()
    for operation in Self.operations {
      let found = Self.failures(operation, points: points)
      #expect(found.isEmpty, "\(found)")
      // An end one bit further in, as a wrong direction leaves it, is outside for every operation.
      let low = Self.failures(operation, points: points) {
        Interval(lo: $0.lo.beside(1), hi: $0.hi)
      }
      let high = Self.failures(operation, points: points) {
        Interval(lo: $0.lo, hi: $0.hi.beside(-1))
      }
      #expect(low.count > 0 && high.count > 0, "\(operation.name): \(low.count), \(high.count)")
    }
  }

  /// What leaves an interval is rounded outward too.
  @Test func whatLeavesRoundsOutward() throws {
    MPFloat.widenExponents()
    let third = Interval(1, precision: 200) / Interval(3, precision: 200)
    for x in [third, -third] {
      let (a, b) = x.doubles
      #expect(b == a.nextUp && Interval(from: a, to: b, precision: 200).contains(x))
      let (c, d) = x.decimals(digits: 5)
      #expect(
        [c, d] == (x.isCertainlyNegative ? ["-0.33334", "-0.33333"] : ["0.33333", "0.33334"]))
      let (e, f) = x.neighbours(in: Float.self)
      #expect(f == e.nextUp && Double(e) < a && b < Double(f))
      #expect(x.magnitude == max(a.magnitude, b.magnitude))
    }
    // 1 − 1/3, which is no double, from above.
    let wide = Interval(lo: third.lo, hi: Interval(1, precision: 200).hi)
    #expect(wide.width == (2 / 3.0).nextUp)
    let d = Interval(DecimalConstant("0.1")!, precision: 100)
    #expect((d * Interval(10, precision: 200)).contains(Interval(1, precision: 64)) && !d.isPoint)
    let read = try #require(Interval(decimals: "0.1", "0.1", precision: 100))
    #expect(
      (read * Interval(10, precision: 200)).contains(Interval(1, precision: 64)) && !read.isPoint)
  }

  /// A double-double taken from an interval, with its radius, holds the interval.
  @Test func doubleDoublesHoldTheirInterval() {
    MPFloat.widenExponents()
    var random = SplitMix64(seed: 59)
    for _ in 0..<200 {
      let x = Interval(Double.random(in: -3...3, using: &random), precision: 192)
      let y = x / Interval(7, precision: 192)
      let (value, radius) = y.doubleDouble
      let centre = Interval(value.hi, precision: 300) + Interval(value.lo, precision: 300)
      let around = Interval(from: -radius, to: radius, precision: 300)
      #expect((centre + around).contains(y) && radius <= y.magnitude * 0x1p-104)
    }
  }
}

extension Interval {
  /// At another precision, rounded outward.
  fileprivate func roundedTo(_ p: Int) -> Interval {
    Interval(
      lo: MPFloat(precision: p) { r in _ = lo.with { mpfr_set(r, $0, MPFR_RNDD) } },
      hi: MPFloat(precision: p) { r in _ = hi.with { mpfr_set(r, $0, MPFR_RNDU) } })
  }
}
