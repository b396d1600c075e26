import FloatingPointFormats
import Foundation
import Functions
import Scoring
import Testing

/// Kernels with one planted mistake: each is caught, and named.
@Suite struct QuantisedCauseTests {
  /// GELU in doubles, by the quantisations that it is given.
  struct Kernel {
    var scaleIn = Double(0.05 as Float)
    var zeroIn = 3
    var scaleOut = Double(0.02 as Float)
    var zeroOut = -100
    var round: (Double) -> Double = { $0.rounded() }
    /// Rounds after the zero point is added.
    var roundsSum = false
    var f: (Double) -> Double = { 0.5 * $0 * erfc(-$0 * 0x1.6a09e667f3bcdp-1) }
    var keep: (Int) -> Int = { min(max($0, -128), 127) }

    func callAsFunction(_ code: Int) -> Int {
      let v = f(scaleIn * Double(code - zeroIn)) / scaleOut
      return keep(roundsSum ? Int(round(v + Double(zeroOut))) : Int(round(v)) + zeroOut)
    }
  }

  private static func score(_ body: (Int) -> Int) throws -> QuantisedScore {
    try CodeScorerTests.score(
      .gelu, "int8(scale=0.05,zero-point=3)", "int8(scale=0.02,zero-point=-100)", body)
  }

  private static func tanhForm(_ x: Double) -> Double {
    0.5 * x * (1 + tanh(0x1.9884533d43651p-1 * (x + 0.044715 * x * x * x)))
  }

  static let mistakes: [(String, @Sendable (Int) -> Int)] = [
    (
      "rounds toward zero, before the zero point is added, in place of to nearest",
      { Kernel(round: { $0.rounded(.towardZero) })($0) }
    ),
    (
      "rounds toward zero in place of to nearest",
      { Kernel(round: { $0.rounded(.towardZero) }, roundsSum: true)($0) }
    ),
    ("rounds down in place of to nearest", { Kernel(round: { $0.rounded(.down) })($0) }),
    ("rounds up in place of to nearest", { Kernel(round: { $0.rounded(.up) })($0) }),
    (
      "wraps around in place of saturating",
      { Kernel(keep: { Int(Int8(truncatingIfNeeded: $0)) })($0) }
    ),
    ("leaves the zero point of its inputs out", { Kernel(zeroIn: 0)($0) }),
    ("leaves the zero point of its outputs out", { Kernel(zeroOut: 0)($0) }),
    ("adds the zero point of its inputs", { Kernel(zeroIn: -3)($0) }),
    (
      "takes the scale of its outputs for that of its inputs",
      { Kernel(scaleIn: Double(0.02 as Float))($0) }
    ),
    (
      "takes the scale of its inputs for that of its outputs",
      { Kernel(scaleOut: Double(0.05 as Float))($0) }
    ),
    ("gives the output of the next input", { Kernel()(min($0 + 1, 127)) }),
    ("gives the output of the input before", { Kernel()(max($0 - 1, -128)) }),
    (
      "gives the output of the input half the range away: is its table ordered by the bits of int8?",
      { Kernel()($0 < 0 ? $0 + 128 : $0 - 128) }
    ),
    ("reads uint8 in place of int8", { Kernel()($0 & 0xff) }),
    (
      "writes uint8 in place of int8",
      { Int(Int8(truncatingIfNeeded: Kernel(keep: { min(max($0, 0), 255) })($0))) }
    ),
    ("computes relu in place of gelu", { Kernel(f: { max($0, 0) })($0) }),
  ]

  @Test(arguments: mistakes.indices) func isNamed(_ i: Int) throws {
    let (text, body) = Self.mistakes[i]
    let score = try Self.score(body)
    #expect(score.wrongCodes > 0, "\(text)")
    let cause = try #require(score.cause, "\(text): \(score)")
    #expect(cause.text == text && cause.of == 256 && cause.agreeing >= 250, "\(cause)")
    #expect("\(score)".contains("outputs are those of a kernel that \(text)"))
  }

  /// A sound kernel has no cause, whichever way it takes ties; nor has one of chance.
  @Test func nothingIsNamedWithoutReason() throws {
    for round in [{ $0.rounded() }, { $0.rounded(.toNearestOrEven) }] as [(Double) -> Double] {
      let score = try Self.score { Kernel(round: round)($0) }
      #expect(score.wrongCodes == 0 && score.cause == nil, "\(score)")
    }
    let one = try Self.score { Kernel()($0) + ($0 == 50 ? 1 : 0) }
    #expect(one.wrongCodes == 1 && one.cause == nil)
    let chance = try Self.score { ($0 &* 77) & 63 }
    #expect(chance.wrongCodes > 200 && chance.cause == nil)
  }

  /// The two forms of GELU differ in few codes: a table of the other is told by those.
  @Test func otherForm() throws {
    let (x, y) = ("int16(scale=0.0002,zero-point=0)", "int16(scale=0.0002,zero-point=0)")
    func run(_ against: Function) throws -> QuantisedScore {
      let scale = Double(0.0002 as Float)
      return try CodeScorerTests.score(against, x, y, on: 4000...7000) { code in
        Int((Self.tanhForm(Double(code) * scale) / scale).rounded())
      }
    }
    #expect(try run(.geluTanh).wrongCodes == 0)
    let score = try run(.gelu)
    #expect(score.wrongCodes > 100 && score.maxCodes < 4, "\(score)")
    #expect(score.cause?.text == "computes gelu-tanh in place of gelu", "\(score)")
    #expect(score.cause?.of == 1001 && score.cause?.agreeing == score.cause?.of)
  }
}
