import CMPFR
import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Interval arithmetic: what is computed from points of the operands lies in the result, and the
/// result is no wider than rounding makes it.
@Suite struct IntervalTests {
  typealias Binary = (Interval, Interval) -> Interval

  /// Intervals of every sign pattern: points, around zero, with an end at zero, wide and narrow.
  static func samples(_ random: inout SplitMix64) -> Interval {
    func number() -> Double {
      let size = power2(Int.random(in: -40...40, using: &random))
      return [0, 1, 1, 1][Int.random(in: 0...3, using: &random)]
        * Double.random(in: -2...2, using: &random)
        * size
    }
    let (a, b) = (number(), number())
    switch Int.random(in: 0...3, using: &random) {
    case 0: return Interval(a, precision: 53)
    case 1:
      let c = a * (1 + 0x1p-20)
      return Interval(from: min(a, c), to: max(a, c), precision: 53)
    default: return Interval(from: min(a, b), to: max(a, b), precision: 53)
    }
  }

  /// Both ends and some numbers between them.
  static func points(_ x: Interval, _ random: inout SplitMix64) -> [Interval] {
    let (a, b) = x.doubles
    let inner = (0..<3).map { _ in
      min(max(a, Double.random(in: 0...1, using: &random) * (b - a) + a), b)
    }
    return ([a, b] + inner).map { Interval($0, precision: 400) }
  }

  /// - Parameters:
  ///   - exact: the operation on points, at 400 bits: exact, or nearly so.
  ///   - avoidsZero: whether the second operand must not contain zero.
  static func failures(
    _ operation: Binary, exact: Binary, avoidsZero: Bool = false, isTight: Bool = true
  ) -> Failures {
    MPFloat.widenExponents()
    var random = SplitMix64(seed: 51)
    var failures = Failures()
    for _ in 0..<1500 {
      let (a, b) = (samples(&random), samples(&random))
      if avoidsZero && b.containsZero { continue }
      let c = operation(a, b)
      let results = points(a, &random).flatMap { p in points(b, &random).map { exact(p, $0) } }
      let name = "\(a.doubles) ∘ \(b.doubles) = \(c.doubles)"
      failures.check(results.allSatisfy { $0.overlaps(c) }, "\(name): a point is outside")
      guard isTight else { continue }
      // The four results of the ends span the hull; one rounding each way is allowed.
      let ends = [0, 1].flatMap { i in [0, 1].map { exact(a.end(i), b.end($0)) } }
      let low = ends.map(\.doubles.lo).min() ?? 0
      let high = ends.map(\.doubles.hi).max() ?? 0
      let (l, h) = c.doubles
      failures.check(
        l >= low - low.magnitude * 0x1p-50 && h <= high + high.magnitude * 0x1p-50,
        "\(name): wider than \(low)…\(high)")
    }
    return failures
  }

  @Test func fourOperations() {
    let sum = Self.failures(+, exact: +)
    #expect(sum.isEmpty, "\(sum)")
    let difference = Self.failures(-, exact: -)
    #expect(difference.isEmpty, "\(difference)")
    let product = Self.failures(*, exact: *)
    #expect(product.isEmpty, "\(product)")
    let quotient = Self.failures(/, exact: /, avoidsZero: true)
    #expect(quotient.isEmpty, "\(quotient)")
  }

  @Test func unaryOperations() {
    let negation = Self.failures({ a, _ in -a }, exact: { a, _ in -a })
    #expect(negation.isEmpty, "\(negation)")
    func small(_ x: Interval) -> Interval { x.scaled(by: -38) }
    let exponential = Self.failures({ a, _ in small(a).exp() }, exact: { a, _ in small(a).exp() })
    #expect(exponential.isEmpty, "\(exponential)")
    let error = Self.failures({ a, _ in small(a).erfc() }, exact: { a, _ in small(a).erfc() })
    #expect(error.isEmpty, "\(error)")
    for k in [-2000, -1, 0, 7] {
      let scaled = Self.failures({ a, _ in a.scaled(by: k).scaled(by: -k) }, exact: { a, _ in a })
      #expect(scaled.isEmpty, "\(scaled)")
    }
  }

  /// exp and erfc of a point in one evaluation: the number below and the one above.
  @Test func pointsAreEnclosedByNeighbours() {
    var random = SplitMix64(seed: 52)
    for _ in 0..<300 {
      let x = Interval(Double.random(in: -20...20, using: &random), precision: 80)
      for (narrow, wide) in [
        (x.exp(), Interval(x.doubles.lo, precision: 300).exp()),
        (x.erfc(), Interval(x.doubles.lo, precision: 300).erfc()),
      ] {
        #expect(narrow.contains(wide))
        #expect(narrow.hi <= narrow.lo.beside(1))
      }
    }
    #expect(Interval(0, precision: 80).exp().isPoint && Interval(0, precision: 80).erfc().isPoint)
  }

  @Test func constants() throws {
    let x = Interval(1, precision: 200)
    let half = x.constant(.sqrtHalf)
    #expect((half * half * Interval(2, precision: 64)).contains(Interval(1, precision: 64)))
    // Digits of √(2/π) and 2/√π: DLMF 3.12.1 for π, square roots by mpmath 1.3.0.
    #expect(
      x.constant(.sqrtTwoOverPi).decimal(digits: 40) == "0.7978845608028653558798921198687637369517"
    )
    #expect(
      x.constant(.twoOverSqrtPi).decimal(digits: 40) == "1.128379167095512573896158903121545171688")
    for (text, n) in [("0.044715", 44715), ("-1.702", -1702), ("3", 3)] {
      let d = try #require(DecimalConstant(text))
      let c = x.constant(.decimal(d))
      let back = c * x.constant(.integer(d.denominator))
      #expect(d.numerator == n && back.contains(x.constant(.integer(n))))
      #expect(c.overlaps(x.times(.decimal(d))))
    }
    #expect(x.times(.integer(8)).isPoint && x.times(.integer(8)).doubles.lo == 8)
    #expect(x.times(.integer(-8)).doubles.lo == -8 && x.times(.integer(0)).doubles.hi == 0)
  }

  /// Unsound and careless operations are caught by the same check.
  @Test func mutantsAreCaught() {
    // Signs forgotten: only like ends multiplied.
    let likeEnds = Self.failures(
      { a, b in Interval(lo: (a.end(0) * b.end(0)).lo, hi: (a.end(1) * b.end(1)).hi) }, exact: *)
    #expect(likeEnds.count > 300)
    // Rounded to nearest instead of outward: off by less than an ulp, and found.
    let nearest = Self.failures(
      { a, b in
        Interval(
          lo: MPFloat(mpfr_add, a.lo, b.lo, MPFR_RNDN), hi: MPFloat(mpfr_add, a.hi, b.hi, MPFR_RNDN)
        )
      }, exact: +)
    #expect(nearest.count > 100)
    // The divisor's sign forgotten.
    let unsigned = Self.failures(
      { a, b in b.isCertainlyNegative ? a / -b : a / b }, exact: /, avoidsZero: true)
    #expect(unsigned.count > 100)
    // Correlated operands taken for independent ones are sound, but too wide to be tight.
    let wide = Self.failures({ a, b in a * b + (a - a) }, exact: *)
    #expect(wide.count > 100)
    let rising = Self.failures(
      { a, _ in
        let x = a.scaled(by: -38)
        return Interval(lo: x.end(0).erfc().lo, hi: x.end(1).erfc().hi)
      }, exact: { a, _ in a.scaled(by: -38).erfc() })
    #expect(rising.count > 300)
  }
}

extension Interval {
  /// One end as a point; 0 is the lower.
  func end(_ i: Int) -> Interval { i == 0 ? Interval(lo: lo, hi: lo) : Interval(lo: hi, hi: hi) }
}
