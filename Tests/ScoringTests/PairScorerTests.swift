import FloatingPointFormats
import Functions
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// Rung 1 for pairs against the judge, row by row.
@Suite struct PairScorerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let function: Function
    let second: SecondInput
    let flush: FlushModel
    var testDescription: String { "\(function.name) \(second) \(flush.rawValue)" }
  }

  static let cases =
    [
      Case(function: .gelu, second: .up, flush: .none),
      Case(function: .gelu, second: .dy, flush: .none),
      Case(function: .relu, second: .up, flush: .ftz),
      Case(function: .silu, second: .bias, flush: .none),
    ]
    + [SecondInput(.up, offset: 1, limit: 7, gateLimit: 7)].compactMap(\.self).map {
      Case(function: .geluSigmoid, second: $0, flush: .dazFtz)
    }

  /// The product of two roundings, and something else now and then.
  private static func row<T: BinaryFormat>(
    _ c: Case, _ a: T, _ values: [Double], _: T.Type
  ) -> [T] {
    var random = SplitMix64(seed: UInt64(a.bitPattern))
    return values.enumerated().map { i, f in
      let x = T(position: UInt64(i)).double
      var y = T(nearest: f * (c.second.factor(a.double)?.high ?? 1))
      if c.second.role == .bias { y = T(nearest: x + a.double > 0 ? x + a.double : -0.0) }
      guard random.next() % 50 == 0 else { return y }
      switch random.next() % 6 {
      case 0: return .quietNaN
      case 1: return y.negated
      case 2: return T(bitPattern: 0)
      case 3: return .largestFinite
      case 4: return T(nearest: .infinity)
      default:
        guard y.isFiniteValue, y.magnitudeBits != T.largestFiniteBits else { return y }
        return T(ordinal: y.ordinal + (random.next() % 2 == 0 ? 1 : -1))
      }
    }
  }

  @Test(arguments: cases) func agreesWithTheJudge(_ c: Case) throws {
    func check<T: BinaryFormat>(_: T.Type, _ seconds: [Double]) throws {
      let target = Target(c.function, second: c.second)
      let x = (0..<1 << UInt64(T.width)).map { T(position: $0) }
      let oracle = Oracle(target.unscaled)
      let values = x.map { x -> Double in
        guard !x.isNaNValue else { return .nan }
        return (try? oracle.rounded(at: min(x.double, c.second.gateLimit), to: T.name)) ?? .nan
      }
      let seconds = seconds.map { T(nearest: $0) }
      let scorer = try PairScorer<T, T>("mine", against: target, seconds: seconds, flush: [c.flush])
      let rows = seconds.map { Self.row(c, $0, values, T.self) }
      for (a, row) in zip(seconds, rows).reversed() { try scorer.add(a, row) }
      var fast = try scorer.scores()[0]
      var slow = try scoreData(
        "mine", against: target, x: seconds.flatMap { _ in x },
        second: seconds.flatMap { [T](repeating: $0, count: x.count) }, y: rows.flatMap(\.self),
        flush: [c.flush])[0]
      #expect(slow.rungs.polynomial == 0 && slow.scored == seconds.count << T.width)
      #expect((fast.rungs.polynomial > slow.scored / 2) == (c.second.role != .bias))
      slow.data = nil
      slow.question = fast.question
      expectSame(&fast, slow)
    }
    try check(Float8E4M3FN.self, [1, -0.5, 0, 3, 448, 0x1p-9, .nan])
    try check(Float8E5M2.self, [1, 7, -0.0, 57344, .infinity, -0x1p-16])
    try check(Float16.self, Thorough.isAsked ? [1, -3, 65504, 0x1p-24, 0.1, 0, .infinity] : [-3])
    if Thorough.isAsked { try check(BFloat16.self, [1, -3, 3e38, 1e-40, 0.1, 0, .nan]) }
  }

  /// Limits with more digits than the format, whose products lie beside a tie by less than rung 1 knows.
  @Test(
    arguments: [
      SecondInput(.up, limit: 1 + 0x1p-3 + 0x1p-33),
      SecondInput(.up, gateLimit: 16 * (1 + 0x1p-3 + 0x1p-33)),
      SecondInput(.up, limit: 1 + 0x1p-3 - 0x1p-33),
      SecondInput(.up, gateLimit: 16 * (1 + 0x1p-3 - 0x1p-33)),
    ].compactMap(\.self))
  func limitsHaveDigitsOfTheirOwn(_ second: SecondInput) throws {
    let target = Target(.gelu, second: second)
    let x = (0..<256 as Range<UInt64>).map { Float8E5M2(position: $0) }
    let seconds: [Float8E5M2] = [2, -2, 1].map { Float8E5M2(nearest: $0) }
    let scorer = try PairScorer<Float8E5M2, Float8E5M2>("mine", against: target, seconds: seconds)
    for a in seconds {
      let row = try #require(Oracle(target).row(a.double))
      try scorer.add(
        a, x.map { $0.isNaNValue ? $0 : try row.rounded(at: $0.double, to: Float8E5M2.self) })
    }
    let score = try scorer.scores()[0]
    #expect(score.numbers == score.correctlyRounded && score.maxUlp <= 0.5)
    #expect(score.classes == ClassCounts() && score.rungs.polynomial > score.scored / 2)
  }

  @Test func allPairsAreExact() throws {
    let target = Target(.relu, second: .up)
    let all = (0..<256 as Range<UInt64>).map { Float8E4M3FN(position: $0) }
    let scorer = try PairScorer<Float8E4M3FN, Float8E4M3FN>("mine", against: target, seconds: all)
    for a in all.shuffled() {
      #expect(try scorer.scores()[0].bound == .largestKnown)
      try scorer.add(a, all.map { Float8E4M3FN(nearest: max($0.double, 0) * a.double) })
    }
    let score = try scorer.scores()[0]
    #expect(score.bound == .exact && score.scored == 65536 && scorer.scored == 65536)
    #expect(score.correctlyRounded + score.classes.lostZeroSign >= score.numbers)
  }

  @Test func widerFormatsAreRefused() {
    #expect(throws: ScoringError.self) {
      try PairScorer<Float, Float>("mine", against: Target(.gelu, second: .up), seconds: [1])
    }
    #expect(throws: ScoringError.self) {
      try PairScorer<Float16, Float16>("mine", against: Target(.gelu), seconds: [1])
    }
  }
}
