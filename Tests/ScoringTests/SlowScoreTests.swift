import FloatingPointFormats
import Functions
import Kernels
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// Every measure computed a second time, from its definition and on rational numbers.
///
/// Exact values are c·x for a slope and a factor: with float64 inputs they are whatever the outputs' format needs.
/// Between and beside its numbers, and no binary numbers at all where the slope is 0.01.
@Suite struct SlowScoreTests {
  /// leaky-relu with a slope, times a factor.
  struct Line: Sendable, CustomTestStringConvertible {
    var slope: (n: Int, d: UInt, text: String)
    var factor: Double

    var target: Target {
      get throws {
        let slope = try #require(DecimalConstant(slope.text))
        return Target(try Function.leakyReLU.with(slope: slope), factor: factor)
      }
    }
    func truth(_ x: Double) -> Rational {
      let f = x < 0 ? Rational(x) * Rational(slope.n, over: slope.d) : Rational(x)
      return f * Rational(factor)
    }
    var testDescription: String { "\(factor)·leaky-relu(\(slope.text))" }

    static let identity = Line(slope: (1, 1, "1"), factor: 1)
    static let half = Line(slope: (1, 2, "0.5"), factor: 1)
    static let hundredth = Line(slope: (1, 100, "0.01"), factor: 1)
    static let scaled = Line(slope: (3, 10, "0.3"), factor: -0x1.8p-1)
    static let enlarged = Line(slope: (7, 10, "0.7"), factor: 3)
  }

  /// Scores outputs and compares all that the score says.
  private func check<X: BinaryFormat, Y: BinaryFormat>(
    _ inputs: [X], _ outputs: [Y], _ line: Line, _ format: SlowFormat
  ) throws {
    let scorer = try MixedOutputScorer<X, Y>(
      "made up", against: Oracle(line.target), inputs: .positions(inputs.map(\.position)))
    try outputs.withUnsafeBufferPointer { try scorer.add(from: 0, $0) }
    let score = try scorer.scores()[0]
    let rows = zip(inputs, outputs).filter { $0.0.isFiniteValue }.map { x, y in
      let truth = line.truth(x.double)
      let sign = truth.sign != 0 ? truth.sign < 0 : x.isNegative != (line.factor < 0)
      return SlowRow(x: x.double, truth: truth, isNegative: sign, output: y.bits)
    }
    let slow = SlowScore(
      rows, format, isRising: line.factor > 0, isBounded: line.factor.magnitude <= 1)
    let found = slow.differences(from: score, X.name)
    #expect(found.isEmpty, "\(Y.name) \(line.testDescription): \(found.prefix(6))")
  }

  /// Numbers that are exact values worth asking for: each number of a format, each middle, the doubles beside both,
  /// those beyond the largest, and less than the smallest.
  private static func truths(_ places: [Int], _ format: SlowFormat) -> [Double] {
    var found: Set<Double> = [0]
    for place in places {
      let here = format.magnitude(place)
      found.insert(here.double)
      guard place < format.end else { continue }
      let middle = ((here + format.magnitude(place + 1)) / Rational(2)).double
      for x in [here.double, middle] where x.isFinite {
        found.formUnion([x, x.nextUp, x.nextDown].filter { $0 >= 0 && $0.isFinite })
      }
    }
    let top = format.magnitude(format.end - 1).double
    found.formUnion([top * 1.0625, top * 1.5, top * 4, top * 0x1p40].filter(\.isFinite))
    return found.flatMap { $0 == 0 ? [0, -0.0] : [$0, -$0] }
      .sorted { $0.position < $1.position }
  }

  /// All pairs of an exact value and an output of an 8-bit format.
  @Test(arguments: [
    (FormatName.float8E4M3FN, Line.identity), (.float8E5M2, .identity),
    (.float8E4M3FNSaturating, .hundredth), (.float8E5M2Saturating, .scaled),
    (.float8E4M3FN, .hundredth), (.float8E5M2, .half), (.float8E4M3FN, .enlarged),
  ]) func allPairsIn8Bits(_ name: FormatName, _ line: Line) throws {
    let format = SlowFormat(name)
    let all = Self.truths(Array(0...format.end), format)
    // Of the identity the exact values are those; what another line makes of every third is enough.
    let isWhole = line.factor == 1 && line.slope.n == 1 && line.slope.d == 1
    let inputs =
      isWhole ? all : all.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
    func check<Y: BinaryFormat>(_: Y.Type) throws {
      // With another line every fifth output is enough.
      for bits in stride(from: 0, to: UInt64(256), by: isWhole ? 1 : 5) {
        let outputs = Array(repeating: Y(bits: bits), count: inputs.count)
        try self.check(inputs, outputs, line, format)
      }
    }
    try check(name.type)
  }

  /// Inputs of 8 bits, whose truths come from a table, with outputs of all kinds.
  @Test(arguments: [Line.identity, .half, .hundredth])
  func truthsOfATable(_ line: Line) throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      let format = SlowFormat(T.name)
      let inputs = (0..<UInt64(256)).map { T(position: $0) }.filter { $0.isFiniteValue }
      var random = SplitMix64(seed: 11)
      for _ in 0..<24 {
        let outputs = inputs.map { _ in T(bits: random.next() & 0xff) }
        try self.check(inputs, outputs, line, format)
      }
    }
    try check(Float8E4M3FN.self)
    try check(Float8E5M2.self)
  }

  /// Places where rounding and ulp change: about powers of two, the ends of the normal and subnormal ranges, and
  /// some anywhere.
  private static func places(_ format: SlowFormat, _ random: inout SplitMix64) -> [Int] {
    let binade = 1 << (SlowScoreTests.precision(format) - 1)
    let binades = format.end / binade
    let powers = [0, 1, 2, 3, binades / 2, binades - 1, binades].map { $0 * binade }
    let drawn = (0..<12).map { _ in Int.random(in: 0..<format.end, using: &random) }
    let odd = (0..<6).map { _ in Int.random(in: 0..<binades, using: &random) * binade }
    return (powers + drawn + odd).flatMap { [$0 - 1, $0, $0 + 1] }
      .filter { (0...format.end).contains($0) }
  }

  private static func precision(_ format: SlowFormat) -> Int { format.name.parameters.precision }

  /// An output at, beside or far from the rounding of a truth, or of another kind.
  private static func output(
    _ truth: Rational, _ format: SlowFormat, _ random: inout SplitMix64
  ) -> UInt64 {
    let place = min(format.rounded(truth.magnitude), format.end - 1)
    let sign = truth.sign < 0 ? format.signBit : 0
    let kind = random.next() % 16
    switch kind {
    case 0..<8:
      let far = kind < 5 ? 1 : Int(random.next() >> (random.next() % 40 + 24))
      let moved = place + (random.next() % 2 == 0 ? far : -far) * (kind == 0 ? 0 : 1)
      return UInt64(max(0, min(format.end, moved))) | sign
    case 8: return 0
    case 9: return format.signBit
    case 10: return UInt64(place) | (sign ^ format.signBit)
    case 11: return UInt64(format.end) | sign
    case 12: return UInt64(format.end) | (sign ^ format.signBit)
    case 13: return UInt64(format.end) + 1 + random.next() % 3
    case 14: return UInt64(Int.random(in: 0..<format.end, using: &random)) | sign
    default: return UInt64(place) | sign
    }
  }

  /// Random and adversarial pairs of the wider formats.
  @Test(arguments: [
    (FormatName.float16, Line.identity), (.float16, .hundredth), (.bfloat16, .identity),
    (.bfloat16, .scaled), (.float32, .identity), (.float32, .hundredth), (.float32, .enlarged),
    (.float64, .half), (.float64, .hundredth), (.float64, .scaled), (.float64, .enlarged),
  ]) func pairsOfWiderFormats(_ name: FormatName, _ line: Line) throws {
    let format = SlowFormat(name)
    func check<Y: BinaryFormat>(_: Y.Type) throws {
      var random = SplitMix64(seed: 2026)
      for _ in 0..<6 {
        // Where the truths are x itself, and where they are x over the slope, so that c·x comes near.
        let near = Self.truths(Self.places(format, &random), format)
        let stretched = near.map { $0 * Double(line.slope.d) / Double(line.slope.n) / line.factor }
        let inputs = Set((near + stretched).filter(\.isFinite).map(\.position))
          .sorted().map { Double(position: $0) }
        let outputs = inputs.map {
          Y(bits: Self.output(line.truth($0), format, &random))
        }
        try self.check(inputs, outputs, line, format)
      }
    }
    try check(name.type)
  }

  /// Outputs at the other end of the range, whose distance no double holds, through the vector loop and without it.
  @Test func theOtherEndOfTheRange() throws {
    let most = Double.greatestFiniteMagnitude
    let inputs: [Double] = [-3, 3, most / 2, most]
    let outputs: [Double] = [most, -most, -most, -most]
    // The last two are off by 3·2^53 − 3 and 2^54 − 2 ulp.
    let judge = try Judge(Target(.gelu), Signature(.float64))
    for usesHotLoop in [false, true] {
      let part = try judgeList(judge, inputs, outputs, from: 0, usesHotLoop: usesHotLoop)
      let question = Question(
        Target(.gelu), Signature(.float64), inputs: .positions(inputs.map(\.position)))
      let score = try part.score(judge, kernel: "far", question, isExact: false)
      let bins = score.histogram.map { [$0.from, $0.to, Double($0.count)] }
      #expect(
        bins == [
          [-.infinity, -0x1p1023, 1], [-0x1p55, -0x1p54, 1], [-0x1p54, -0x1p53, 1],
          [0x1p1023, .infinity, 1],
        ], "\(usesHotLoop) \(bins)")
      let region = score.regions.last
      let want = 3 * 0x1p53
      #expect(region?.count == 2, "\(usesHotLoop)")
      #expect(((region?.maxFiniteUlp ?? 0) / want - 1).magnitude < 1e-8, "\(usesHotLoop)")
    }
  }
}
