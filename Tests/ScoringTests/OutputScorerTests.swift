import FloatingPointFormats
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Outputs that come in pieces have the score of the same outputs in one.
@Suite struct OutputScorerTests {
  static func outputs<T: BinaryFormat>(_ kernel: any Kernel<T>, _ x: [T]) throws -> [T] {
    var y = x
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    return y
  }

  /// Adds them in pieces of uneven lengths, in a scrambled order.
  static func scores<T: BinaryFormat>(
    _ outputs: [T], of kernel: any Kernel<T>, _ oracle: Oracle, _ inputs: InputSet,
    flush: [FlushModel] = FlushModel.allCases
  ) throws -> [Score] {
    let scorer = try OutputScorer<T>(
      kernel.description.name, against: oracle, inputs: inputs, flush: flush)
    var random = SplitMix64(seed: 3)
    var pieces: [Range<Int>] = []
    var from = 0
    while from < outputs.count {
      let to = min(outputs.count, from + Int(random.next() % 9000) + 1)
      pieces.append(from..<to)
      from = to
    }
    for piece in pieces.shuffled(using: &random) {
      try outputs[piece].withUnsafeBufferPointer { try scorer.add(from: piece.lowerBound, $0) }
    }
    return try scorer.scores()
  }

  @Test func sixteenBits() throws {
    let kernel = riddled(try Catalogue.kernel(named: "erf", for: Float16.self))
    let y = try Self.outputs(kernel, (0..<65536).map { Float16(position: UInt64($0)) })
    let pieces = try Self.scores(y, of: kernel, Oracle(.gelu), .exhaustive)
    for (score, flush) in zip(pieces, FlushModel.allCases) {
      #expect(
        try score
          == Scoring.score(
            kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive, flush: flush)))
    }
  }

  @Test func samples() throws {
    let inputs = InputSet.sample(count: 20_000, seed: 5)
    func check<T: BinaryFormat & BinaryFloatingPoint>(_: T.Type) throws {
      let kernel = riddled(try Catalogue.kernel(named: "erf-backward", for: T.self))
      let oracle = Oracle(.gelu, derivative: 1)
      let x = try samplePositions(inputs, oracle.target, Signature(T.name)).map { T(position: $0) }
      var piecewise = try Self.scores(
        Self.outputs(kernel, x), of: kernel, oracle, inputs, flush: [.none])[0]
      let whole = try Scoring.score(kernel, against: oracle, ScoringOptions(inputs: inputs))
      expectSame(&piecewise, whole)
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Consecutive float32 encodings go through the hot loop: a chunk of the tail, against the judge.
  @Test func consecutive() throws {
    let kernel = riddled(try Catalogue.kernel(named: "erfc", for: Float.self))
    let oracle = Oracle(.gelu)
    let first = Int(Float(-5.001).position)
    let x = (first..<first + 30_000).map { Float(position: UInt64($0)) }
    let y = try Self.outputs(kernel, x)
    let scorer = try OutputScorer<Float>("erfc", against: oracle, inputs: .exhaustive)
    for from in [17_000, 0, 4_096] {
      let to = from == 17_000 ? 30_000 : from == 0 ? 4_096 : 17_000
      try y[from..<to].withUnsafeBufferPointer { try scorer.add(from: first + from, $0) }
    }
    let given = try Self.scores(
      y, of: kernel, oracle, .positions(x.map(\.position)), flush: [.none])[0]
    var score = try scorer.scores()[0]
    #expect(score.bound == .largestKnown && score.scored == 30_000)
    (score.kernel, score.question) = (given.kernel, given.question)
    expectSame(&score, given)
  }

  /// An order across two pieces is seen, and only there.
  @Test func orderAcrossPieces() throws {
    let oracle = Oracle(.relu)
    var y = (0..<65536).map { Float16(position: UInt64($0)) }.map { $0 < 0 ? 0 : $0 }
    let k = Int(Float16(2).position)
    (y[k - 1], y[k]) = (y[k], y[k - 1])
    let scorer = try OutputScorer<Float16>("swapped", against: oracle, inputs: .exhaustive)
    for range in [k..<65536, 0..<k] {
      try y[range].withUnsafeBufferPointer { try scorer.add(from: range.lowerBound, $0) }
    }
    #expect(try scorer.scores()[0].classes.notMonotone == 1)
  }
}
