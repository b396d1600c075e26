import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// A run's question travels whole: no part joins that of another question, and the way back from a part
/// to a score loses nothing.
@Suite struct RunIdentityTests {
  private static func identity(_ oracle: Oracle = Oracle(.gelu, derivative: 1)) -> RunIdentity {
    RunIdentity(kernel: "mine", oracle, .float16, inputs: .sample(count: 5, seed: 1), chunks: 1)
  }

  /// Every field by itself, with what the complaint says.
  static let changes:
    [(field: String, text: String, change: @Sendable (inout RunIdentity) -> Void)] =
      [
        ("kernel", "kernel mine and other", { $0.kernel = "other" }),
        ("function", "function gelu and silu", { $0.function = "silu" }),
        ("derivative", "derivative 1 and 0", { $0.derivative = 0 }),
        ("factor", "dy 1 and 0x4000000000000000", { $0.factor = "0x4000000000000000" }),
        ("format", "format float16 and bfloat16", { $0.format = .bfloat16 }),
        ("flush", "flush none and ftz", { $0.flush = .ftz }),
        ("inputs", "inputs sample:5:1 and exhaustive", { $0.inputs = "exhaustive" }),
        ("inputsDigest", "digest of the inputs none and 12", { $0.inputsDigest = "12" }),
        ("region", "region none and -1.0:2.0", { $0.region = [-1, 2] }),
        ("chunks", "number of chunks 1 and 2", { $0.chunks = 2 }),
        ("build", "build here and there", { ($0.build) = "there" }),
        ("libm", "libm here and there", { $0.libm = "there" }),
      ]

  @Test func eachFieldKeepsPartsApart() throws {
    var ours = Self.identity()
    (ours.build, ours.libm) = ("here", "here")
    // None is left out, of the identity or of this test.
    let stored = Mirror(reflecting: ours).children.compactMap(\.label)
    #expect(stored.count == Self.changes.count && Set(stored) == Set(Self.changes.map(\.field)))
    #expect(RunIdentity.fields.count == stored.count)
    let map = try RegionMap.shared(Oracle(.gelu, derivative: 1), .float16)
    for (field, text, change) in Self.changes {
      var theirs = ours
      change(&theirs)
      var part = PartialScore(ours, Accumulator(map))
      let error = #expect(throws: DifferentRun.self, "\(field)") {
        try part.merge(PartialScore(theirs, Accumulator(map)))
      }
      #expect(error?.description == "parts of different runs: \(text)")
    }
    #expect(ours.difference(from: ours) == nil)
  }

  /// A constant and a list of inputs are parts of the question too.
  @Test func constantsAndListsKeepPartsApart() throws {
    let other = try Function.geluTanh.with(scale: DecimalConstant("0.7978845608"))
    #expect(
      Self.identity(Oracle(.geluTanh)).difference(from: Self.identity(Oracle(other)))
        == "function gelu-tanh and gelu-tanh(scale=0.7978845608)")
    let (a, b) = (InputSet.given([1, 2, 3]), InputSet.given([1, 2, 4]))
    #expect(a.text == b.text && a.digest != b.digest && a.digest?.count == 64)
  }

  /// What the judge is made from again is what the outputs were held to.
  @Test func oraclesComeBack() throws {
    let constants = try [
      Function.geluTanh.with(
        scale: DecimalConstant("0.7978845608"), cubic: DecimalConstant("0.0455399241")),
      Function.geluSigmoid.with(scale: DecimalConstant("1.70200000000000001")),
      Function.leakyReLU.with(slope: DecimalConstant("0.20")),
    ]
    for function in Function.tabulated + constants {
      for (derivative, factor) in [
        (0, 1), (1, 1), (1, 2), (1, -1 / 3.0), (1, 0x1p-1074), (1, -0x1.fffffffffffffp1023),
      ] {
        let oracle = Oracle(function, derivative: derivative, factor: factor)
        #expect(try Self.identity(oracle).oracle() == oracle)
      }
    }
    for (factor, derivative) in [("0x0000000000000000", 1), ("2", 1), ("0x7ff0000000000000", 1)] {
      var wrong = Self.identity()
      (wrong.factor, wrong.derivative) = (factor, derivative)
      #expect(throws: ScoringError.self) { try wrong.oracle() }
    }
    var wrong = Self.identity(Oracle(.gelu, derivative: 1, factor: 2))
    wrong.derivative = 0
    #expect(throws: ScoringError.self) { try wrong.oracle() }
  }

  /// The public score with dy is that of the same outputs scored as outputs, in every kind of inputs.
  @Test func scoresWithDy() throws {
    try check(.exhaustive, BFloat16(2))
    try check(.sample(count: 900, seed: 4), Float(-0.5))
    try check(.given(samplePositions(.sample(count: 90, seed: 4), Oracle(.gelu), .float64)), 3.0)
  }

  private func check<T: BinaryFormat>(_ inputs: InputSet, _ dy: T) throws {
    let base = try Catalogue.kernel(named: "erf-backward", for: T.self)
    let kernel = BatchKernel<T>(base.description) { x, y in
      try base.evaluate(x, into: y)
      for i in x.indices { y[i] = T(nearest: y[i].double * dy.double) }
    }
    let oracle = Oracle(.gelu, derivative: 1, factor: dy.double)
    let score = try score(kernel, against: oracle, ScoringOptions(inputs: inputs))
    let scorer = try OutputScorer<T>(kernel.description.name, against: oracle, inputs: inputs)
    let plan = try InputPlan(inputs, oracle, T.name)
    let x = (0..<plan.count).map { T(position: plan.position($0)) }
    let y = try OutputScorerTests.outputs(kernel, x)
    try y.withUnsafeBufferPointer { try scorer.add(from: 0, $0) }
    #expect(try score == scorer.scores()[0], "\(inputs.text)")
    #expect(score.dy == dy.hexBits)
  }

  /// A shard given twice, and one that overlaps.
  @Test func chunksAreCountedOnce() throws {
    let kernel = try Catalogue.kernel(named: "relu", for: Float16.self)
    func part(_ shard: ScoringOptions.Shard) throws -> PartialScore {
      try partialScore(
        kernel, against: Oracle(.relu), ScoringOptions(inputs: .exhaustive, shard: shard))
    }
    var whole = try part(.init(index: 0, of: 2))
    for again in try [whole, part(.init(index: 0, of: 4)), part(.init(index: 2, of: 3))] {
      let error = #expect(throws: ScoringError.self) { try whole.merge(again) }
      #expect(error?.description.contains("in two of the parts") == true)
    }
    let before = whole
    #expect(throws: (any Error).self) { try whole.merge(before) }
    #expect(whole == before)
    try whole.merge(part(.init(index: 1, of: 2)))
    #expect(
      try whole.score()
        == score(kernel, against: Oracle(.relu), ScoringOptions(inputs: .exhaustive)))
  }

  /// Of another flush model, dy or region: not joined and not gone on from.
  @Test func shardsOfOtherRunsAreRefused() throws {
    let kernel = try Catalogue.kernel(named: "erf-backward", for: Float.self)
    func part(
      _ oracle: Oracle = Oracle(.gelu, derivative: 1), flush: FlushModel = .none,
      region: ClosedRange<Double>? = nil, shard: Int = 0, after: PartialScore? = nil
    ) throws -> PartialScore {
      try partialScore(
        kernel, against: oracle,
        ScoringOptions(
          inputs: .sample(count: 4500, seed: 1), region: region, flush: flush,
          shard: .init(index: shard, of: 2)), resuming: after)
    }
    let ours = try part()
    for theirs in try [
      part(flush: .ftz, shard: 1), part(Oracle(.gelu, derivative: 1, factor: 2), shard: 1),
      part(region: -100...100, shard: 1),
    ] {
      var whole = ours
      #expect(throws: DifferentRun.self) { try whole.merge(theirs) }
      #expect(throws: DifferentRun.self) { try part(after: theirs) }
    }
  }
}
