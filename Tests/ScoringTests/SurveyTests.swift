import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Synchronization
import Testing

@testable import Scoring

/// One pass for several functions and the structure gives what each alone gives.
@Suite struct SurveyTests {
  typealias Change = @Sendable (_ x: Float, _ y: Float) -> Float

  static func kernel(_ name: String, _ change: @escaping Change = { $1 }) throws -> BatchKernel<
    Float
  > {
    let sound = try Catalogue.kernel(named: name, for: Float.self)
    return BatchKernel<Float>(sound.description) { x, y in
      try sound.evaluate(x, into: y)
      for i in x.indices { y[i] = change(x[i], y[i]) }
    }
  }

  /// Around zero, in the tail, beside the largest number and infinity, and among NaNs.
  static let places = [0, 0x40a0_0000, 0x3f40_0000, 0x4160_0000, 0x7f7f_c000, 0x7fff_c000]

  @Test(arguments: places, [nil, InputWeights.usual])
  func scoresAreThoseOfSeparateRuns(_ from: Int, _ weights: InputWeights?) throws {
    let kernel = try Self.kernel("tanh")
    let judges = try [Target(.geluTanh), Target(.gelu)].map {
      try Judge($0, Signature(.float32), weights: weights)
    }
    let surveyor = Surveyor(
      kernel: kernel, judges: judges, checker: StructureChecker(judges[0].oracle))
    let found = try surveyor.survey(magnitudes: from..<from + 1 << 14)
    let zero = UInt64(1) << 31
    for (judge, surveyed) in zip(judges, found.accumulators) {
      let below = zero - UInt64(from) - 1 << 14
      let halves = try [below, zero + UInt64(from)].map {
        try scoreConsecutive(kernel, judge, $0..<$0 + 1 << 14, isFirst: $0 == 0)
      }
      // Merged into a whole, as all chunks are.
      func joined(_ parts: [Accumulator]) -> Accumulator {
        parts.reduce(into: Accumulator(judge.map, isWeighted: weights != nil)) { $0.merge($1) }
      }
      #expect(joined([surveyed]) == joined(halves))
      #expect((surveyed.weighted == nil) == (weights == nil))
      #expect(surveyed.scored == 1 << 15)
    }
  }

  /// A survey walks away from zero, a run upwards: of equally large errors, millions around zero, and of
  /// equally many steps both name the earliest.
  @Test(arguments: ["erf", "tanh", "leaky-relu-backward"])
  func equalErrorsAreNamedAlike(_ name: String) throws {
    let kernel = try Self.kernel(name)
    let judge = try Judge(kernel.description.target, Signature(.float32))
    let surveyor = Surveyor(
      kernel: kernel, judges: [judge], checker: StructureChecker(judge.oracle))
    let (from, count) = (0x00e0_0000, 3 << 14)
    let found = try surveyor.survey(magnitudes: from..<from + count).accumulators[0]
    let zero = UInt64(1) << 31
    let separate = try [zero - UInt64(from + count), zero + UInt64(from)].map {
      try scoreConsecutive(kernel, judge, $0..<$0 + UInt64(count), isFirst: false)
    }
    #expect(Set(found.regions.flatMap { $0.worst.candidates.map(\.size) }).count == 1)
    let joined = [[found], separate].map { parts in
      parts.reduce(into: Accumulator(judge.map)) { $0.merge($1) }
    }
    #expect(joined[0] == joined[1])
  }

  /// Blocks find what single magnitudes find: for sound kernels, for ones riddled with defects, and
  /// for one defect at either end of a block and beside a batch's.
  @Test(arguments: [
    "best", "best-backward", "erf-backward", "relu", "leaky-relu-backward",
  ])
  func blocksFindTheSame(_ name: String) throws {
    var defects: [Change] = [{ $1 }]
    for place in [0x40a0_0400, 0x40a0_07ff, 0x40a0_3fff] {
      for wrong in [Float.nan, -1, 2.1, .infinity] {
        defects.append { x, y in
          Int(x.magnitude.bitPattern) == place ? Float(signOf: x, magnitudeOf: 1) * wrong : y
        }
      }
    }
    for (k, defect) in defects.enumerated() {
      let about = try Catalogue.kernel(named: name, for: Float.self).description
      let oracle = Oracle(about.target)
      func found(_ usesBlocks: Bool) throws -> StructurePart {
        var checker = StructureChecker<Float, Float>(oracle)
        checker.usesBlocks = usesBlocks
        let surveyor = Surveyor(
          kernel: try Self.kernel(name, defect), judges: [], checker: checker)
        return try surveyor.survey(magnitudes: 0x40a0_0000..<0x40a0_4000).structure
      }
      let blocks = try found(true)
      #expect(blocks == (try found(false)), "defect \(k)")
      if k > 0 {
        #expect(
          !blocks.defects(in: Signature(.float32), StructureRules(oracle)).isEmpty, "defect \(k)")
      }
    }
  }

  /// Chunks in any order are the same whole.
  @Test func runsJoin() throws {
    let kernel = try Self.kernel("erf")
    let surveyor = Surveyor(kernel: kernel, judges: [], checker: StructureChecker(Oracle(.gelu)))
    let parts = try (0..<4).map {
      let from = 0x40a0_0000 + $0 << 14
      return try surveyor.survey(magnitudes: from..<from + 1 << 14).structure
    }
    let orders = [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]].map { order in
      var runs = StructureRuns()
      for i in order { runs.insert(i, parts[i]) }
      return runs
    }
    #expect(orders[0].runs.count == 1 && orders[0].runs[0].to == 4 && orders[0].isValid)
    #expect(orders.allSatisfy { $0 == orders[0] })
    var gap = StructureRuns()
    for i in [0, 2] { gap.insert(i, parts[i]) }
    #expect(gap.runs.map(\.from) == [0, 2] && gap.runs.map(\.to) == [1, 3])
  }

  /// Stopped and gone on, a survey is the same; one of other functions is not gone on from.
  @Test func resumes() throws {
    let kernel = try Self.kernel("relu")
    let oracle = Oracle(.relu)
    let asked = Asked()
    var options = ScoringOptions(inputs: .exhaustive, threads: 1)
    options.shouldStop = { asked.isBeyond(3) }
    let part = try survey(kernel, structureOf: oracle, against: [], options)
    #expect(throws: ScoringError.self) { try part.structure(kernel, oracle) }
    #expect(part.structure.runs.map(\.to) == [3] && part.structure.isValid)
    asked.reset()
    let more = try survey(kernel, structureOf: oracle, against: [], options, resuming: part)
    #expect(more.structure.runs.map(\.to) == [6])
    #expect(throws: DifferentRun.self) {
      try survey(kernel, structureOf: Oracle(.silu), against: [], options, resuming: part)
    }
    #expect(throws: DifferentRun.self) {
      try survey(kernel, structureOf: oracle, against: [oracle], options, resuming: part)
    }
  }
}

/// How often it was asked.
private final class Asked: Sendable {
  private let count = Mutex(0)

  func isBeyond(_ limit: Int) -> Bool {
    count.withLock {
      $0 += 1
      return $0 > limit
    }
  }

  func reset() { count.withLock { $0 = 0 } }
}
