import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Values nearer to zero than MPFR has exponents for.
@Suite struct FarTailTests {
  /// By mpmath 1.3.0 at 700 digits, from exp and a continued fraction of Mills' ratio.
  static let known: [(Function, Int, Double, String)] = [
    (.gelu, 0, -1e10, "-1.107807038149152696064719e-21714724095162591383"),
    (.gelu, 1, -1e10, "-1.107807038149152696064719e-21714724095162591373"),
    (.gelu, 0, -0x1p33, "-2.468766936212163566794932e-16022638320587141526"),
    (.gelu, 1, -0x1p33, "-2.120654650495472127357389e-16022638320587141516"),
    (.geluTanh, 0, -0x1p33, "-2.960590442528889621020236e-19641614104154768953470027023"),
    (.geluTanh, 1, -0x1p33, "-4.676302463422106899977001e-19641614104154768953470027004"),
    (.geluSigmoid, 0, -1e30, "-5.766271794549619485600344e-739169208199334625360323817297"),
    (.geluSigmoid, 1, -1e30, "-9.814194594323452364491785e-739169208199334625360323817297"),
    (.silu, 0, -1e30, "-5.687645194995961009846969e-434294481903251836286911761032"),
    (.silu, 1, -1e30, "-5.687645194995961009846969e-434294481903251836286911761032"),
    (
      .gelu, 0, -1e30,
      "-9.295132016111448838664661e-217147240951625922461347301602942612215916003744494815346242"
    ),
    (
      .gelu, 1, -1e30,
      "-9.295132016111449023494874e-217147240951625922461347301602942612215916003744494815346212"
    ),
  ]

  @Test func knownDigits() throws {
    for (function, derivative, x, want) in Self.known {
      let oracle = Oracle(function, derivative: derivative)
      #expect(try oracle.decimal(at: x, digits: 25) == want, "\(function.name) \(derivative) \(x)")
    }
    // Times −2^−4.
    let dy = Oracle(.silu, derivative: 1, factor: -0x1p-4)
    #expect(
      try dy.decimal(at: -1e30, digits: 20)
        == "3.5547782468724756312e-434294481903251836286911761033")
  }

  static func decimal(_ oracle: Oracle, _ x: Double, _ digits: Int) throws -> String {
    MPFloat.widenExponents()
    return try oracle.ziv("digits") { precision in
      FarTail(oracle, precision: precision) { Interval(x, precision: $0) }?.decimal(digits: digits)
    }
  }

  /// Where MPFR has the value too, both ways give the same digits.
  @Test func agreesWithinReach() throws {
    var random = SplitMix64(seed: 71)
    var failures = Failures()
    let functions =
      DecimalTieTests.smooth + ConstantsTests.functions.filter { !$0.isPiecewiseLinear }
    for function in functions {
      for derivative in 0...1 {
        for factor in derivative == 0 ? [1] : [1, -3, 0x1.8p-1000] {
          let oracle = Oracle(function, derivative: derivative, factor: factor)
          let x = -Double.random(in: 70_000...200_000, using: &random)
          let direct = try oracle.decimal(at: x, digits: 30)
          let far = try Self.decimal(oracle, x, 30)
          failures.check(
            direct == far, "\(function.name) \(derivative) \(factor) \(x): \(far), \(direct)")
        }
      }
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  /// One end of the enclosure rounded to the wrong side is not noticed by digits, but by the ends
  /// themselves: y encloses what more bits say.
  @Test func encloses() throws {
    MPFloat.widenExponents()
    for function in DecimalTieTests.smooth {
      for derivative in 0...1 {
        let oracle = Oracle(function, derivative: derivative)
        let wide = try #require(FarTail(oracle, precision: 40) { Interval(-1e12, precision: $0) })
        let narrow = try #require(
          FarTail(oracle, precision: 400) { Interval(-1e12, precision: $0) })
        #expect(wide.power == narrow.power && wide.y.contains(narrow.y))
        #expect(!wide.y.isPoint && wide.y.lo < narrow.y.lo && narrow.y.hi < wide.y.hi)
      }
    }
  }

  /// An argument of a size that gives an exponent of 2^14 bits: the sign only.
  @Test func hasAnEnd() throws {
    #expect(try Oracle(.silu).decimal(at: ExactInput("-1e9999"), digits: 5) == "-0")
    #expect(try Oracle(.gelu).decimal(at: -.infinity, digits: 5) == "-0")
  }
}
