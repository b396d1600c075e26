import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// Scores of recorded data against those of the same inputs one by one.
@Suite struct DataScorerTests {
  private static func values<T: BinaryFormat>(_ count: Int, _ seed: UInt64, _: T.Type) -> [T] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      T(bitPattern: T.Bits(truncatingIfNeeded: random.next() & random.next()))
    }
  }

  /// About right: the rounding, or a neighbour, or something else.
  private static func output<Y: BinaryFormat>(_ y: Double, _ random: inout SplitMix64, _: Y.Type)
    -> Y
  {
    let near = Y(nearest: y)
    switch random.next() % 12 {
    case 0 where near.isFiniteValue && near.magnitudeBits != Y.largestFiniteBits:
      return Y(ordinal: near.ordinal + 1)
    case 1: return near.negated
    case 2: return Y(bitPattern: 0)
    case 3: return .quietNaN
    default: return near
    }
  }

  /// Inputs each once: what `MixedOutputScorer` says of the same list, and elements like inputs.
  @Test(arguments: [FlushModel.none, .dazFtz]) func distinctInputsScoreAsAList(
    _ flush: FlushModel
  ) throws {
    func check<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws {
      let x = Set(Self.values(5000, 3, X.self).map(\.position)).sorted().map { X(position: $0) }
      let oracle = Oracle(.gelu)
      var random = SplitMix64(seed: 9)
      let y = try x.map {
        Self.output(
          $0.isNaNValue ? .nan : try oracle.rounded(at: $0.double, to: .float64), &random, Y.self)
      }
      let scorer = try MixedOutputScorer<X, Y>(
        "mine", against: oracle, inputs: .positions(x.map(\.position)), flush: [flush])
      try y.withUnsafeBufferPointer { try scorer.add(from: 0, $0) }
      var wanted = try scorer.scores()[0]
      let order = x.indices.shuffled(using: &random)
      var found = try scoreData(
        "mine", against: Target(.gelu), x: order.map { x[$0] }, y: order.map { y[$0] },
        flush: [flush])[0]
      let data = try #require(found.data)
      #expect(data.elements == x.count && data.severalOutputs == 0)
      #expect(data.numbers + data.atNonFinite == x.count)
      // What rounds beyond the outputs' format has an error in neither mean; it is no element's number.
      if X.self == Y.self {
        #expect(data.numbers == found.numbers && data.correctlyRounded == found.correctlyRounded)
        #expect(data.faithful == found.faithful)
        #expect(data.meanUlp == found.meanUlp && data.rmsUlp == found.rmsUlp)
        #expect(data.meanSignedUlp == found.meanSignedUlp)
      }
      // A loop of vectors may have judged the list.
      (found.data, found.rungs) = (nil, wanted.rungs)
      expectSame(&wanted, found)
    }
    try check(Float16.self, Float16.self)
    try check(BFloat16.self, Float.self)
    try check(Float.self, BFloat16.self)
    try check(Float.self, Float.self)
    try check(Double.self, Double.self)
  }

  /// Repeats count by how often they come, and of several outputs the worst is the input's.
  @Test func repeatsAreWeighed() throws {
    let x: [Float] = [1, 1, 1, 2, 2, -3, 0]
    let right = x.map { (try? Oracle(.relu).rounded(at: $0.double, to: Float.self)) ?? .nan }
    var y = right
    y[1] = right[1].nextUp
    y[4] = .nan
    let score = try scoreData("mine", against: Target(.relu), x: x, y: y)[0]
    #expect(score.scored == 4 && score.correctlyRounded == 2)
    #expect(score.maxUlp == .infinity && score.maxFiniteUlp == 1 && score.meanUlp == 0.333333)
    let data = try #require(score.data)
    #expect(data.elements == 7 && data.numbers == 7 && data.correctlyRounded == 5)
    #expect(data.nonFinite == 1 && data.severalOutputs == 2 && data.meanUlp == 0.166667)
    let first = try #require(data.firstWithSeveral)
    #expect(first.input == "0x3f800000" && first.outputs == ["0x3f800000", "0x3f800001"])
  }

  /// Infinite and NaN inputs are held to the limits, in pairs to what arithmetic makes of them.
  @Test func limitsAreCounted() throws {
    let inf = Float.infinity
    let one = try scoreData(
      "mine", against: Target(.gelu), x: [inf, -inf, .nan, inf], y: [inf, -0.0, .nan, 3])[0]
    #expect(one.data?.atNonFinite == 4 && one.data?.wrongAtNonFinite == 1)
    #expect(one.specials.count == 3 && one.specials.count(where: { !$0.ok }) == 1)
    let pairs = try scoreData(
      "mine", against: Target(.relu, second: .dy), x: [1, 1, -1, inf, .nan],
      second: [inf, .nan, inf, 2, 0], y: [inf, .nan, .nan, 2, .nan])[0]
    #expect(pairs.data?.atNonFinite == 5 && pairs.data?.wrongAtNonFinite == 0)
    let wrong = try scoreData(
      "mine", against: Target(.relu, second: .dy), x: [1, -1], second: [inf, inf], y: [3, 0])[0]
    #expect(wrong.data?.wrongAtNonFinite == 2)
    let lost = try scoreData(
      "mine", against: Target(.relu, second: .dy), x: [1, 2], second: [inf, 1], y: [3, 1])[0]
    #expect(
      lost.description.contains("  wrong  results at infinite or NaN inputs alone\n")
        && pairs.description.contains("  wrong  no NaN"))
  }

  /// What a limit makes finite is judged as any other; what stays infinite is as the outputs' format has it.
  @Test func limitsMakeFinite() throws {
    let inf = Float.infinity
    let clamped = try #require(SecondInput(.up, offset: 1, limit: 7, gateLimit: 7))
    let target = Target(.relu, second: clamped)
    let right = try scoreData(
      "mine", against: target, x: [inf, inf, 2, -inf], second: [inf, -inf, inf, inf],
      y: [56, -42, 16, .nan] as [Float])[0]
    #expect(right.numbers == 3 && right.correctlyRounded == 3)
    #expect(right.data?.atNonFinite == 1 && right.classes.nanForNumber == 1)
    let wrong = try scoreData(
      "mine", against: target, x: [inf], second: [inf], y: [3] as [Float])[0]
    #expect(wrong.numbers == 1 && wrong.correctlyRounded == 0 && wrong.maxUlp > 1e6)
    #expect(
      wrong.worst.first?.input == "0x7f800000" && wrong.worst.first?.truthBits == "0x42600000")

    let plain = try scoreData(
      "mine", against: Target(.relu, second: .up), x: [inf, inf], second: [2, 3],
      y: [.quietNaN, .largestFinite] as [Float8E4M3FN])[0]
    #expect(plain.data?.atNonFinite == 2 && plain.data?.wrongAtNonFinite == 1)
    // However small a number is, infinity times it is infinite; times zero it is nothing.
    let tiny = try scoreData(
      "mine", against: Target(.gelu, second: .up), x: [-200, -200, 0], second: [inf, inf, inf],
      y: [-inf, .nan, .nan] as [Float])[0]
    #expect(tiny.data?.wrongAtNonFinite == 1 && tiny.data?.severalOutputs == 1)
  }

  /// A subnormal factor that is taken for zero makes zero; a subnormal addend does not.
  @Test func flushedSecondInputs() throws {
    func flushed(_ second: SecondInput, _ x: Float, _ a: Float) throws -> Int {
      try scoreData(
        "mine", against: Target(.relu, second: second), x: [x], second: [a], y: [0] as [Float],
        flush: [.dazFtz])[0].classes.flushed
    }
    #expect(try flushed(.up, 0x1p100, 0x1p-140) == 0 && flushed(.up, 0x1p-140, 0x1p100) == 0)
    #expect(try flushed(.up, 0x1p100, 0x1p-120) == 1)
    #expect(try flushed(.bias, 0x1p-140, 1) == 1 && flushed(.bias, 1, 0x1p-140) == 1)
    let offset = try #require(SecondInput(.up, offset: 1))
    #expect(try flushed(offset, 1, 0x1p-140) == 1)
  }

  /// The order of the rows changes nothing; that of a second input is not of importance either.
  @Test func anyOrderIsTheSame() throws {
    let x = Self.values(3000, 5, BFloat16.self).map { BFloat16(bitPattern: $0.bitPattern & 0xfff0) }
    let a = Self.values(3000, 6, BFloat16.self)
    var random = SplitMix64(seed: 1)
    let y = zip(x, a).map { x, a in
      Self.output(a.double * max(x.double, 0), &random, BFloat16.self)
    }
    let target = Target(.relu, second: .up)
    let one = try scoreData("mine", against: target, x: x, second: a, y: y, threads: 1)[0]
    let order = x.indices.shuffled(using: &random)
    let other = try scoreData(
      "mine", against: target, x: order.map { x[$0] }, second: order.map { a[$0] },
      y: order.map { y[$0] }, threads: 2)[0]
    #expect(one == other && one.question.inputs == other.question.inputs)
    #expect(one.classes.flushed > 0 && one.classes.nanForNumber > 0 && one.worst.count == 10)
  }
}
