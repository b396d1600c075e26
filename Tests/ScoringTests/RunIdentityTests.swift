import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// A run's question travels whole: no part joins that of another question, and the way back from a part
/// to a score loses nothing.
@Suite struct RunIdentityTests {
  private static func identity(_ target: Target = Target(.gelu, derivative: 1)) -> RunIdentity {
    RunIdentity(
      kernel: "mine",
      Question(target, Signature(.float16), inputs: .sample(count: 5, seed: 1)), chunks: 1)
  }

  /// Every field by itself, with what the complaint says.
  static let changes:
    [(field: String, text: String, change: @Sendable (inout RunIdentity) -> Void)] =
      [
        ("kernel", "kernel mine and other", { $0.kernel = "other" }),
        (
          "function", "function gelu and silu",
          { $0.question.target = Target(.silu, derivative: 1) }
        ),
        ("derivative", "derivative 1 and 0", { $0.question.target = Target(.gelu) }),
        (
          "factor", "dy 1 and 0x4000",
          { $0.question.target = Target(.gelu, derivative: 1, factor: 2) }
        ),
        (
          "second", "second input none and dy", { $0.question.target = Target(.gelu, second: .dy) }
        ),
        (
          "output", "format float16 and bfloat16", { $0.question.signature.output = .bfloat16 }
        ),
        (
          "input", "input format float16 and float32", { $0.question.signature.input = .float32 }
        ),
        ("flush", "flush none and ftz", { $0.question.flush = .ftz }),
        (
          "inputs", "inputs sample:5:1 and exhaustive", { $0.question.inputs = .exhaustive }
        ),
        ("region", "region none and -1.0:2.0", { $0.question.region = -1...2 }),
        ("chunks", "number of chunks 1 and 2", { $0.chunks = 2 }),
        ("build", "build here and there", { ($0.build) = "there" }),
        ("libm", "libm here and there", { $0.libm = "there" }),
        ("source", "digest of the kernel none and ab", { $0.source = "ab" }),
        (
          "weights", "weights none and normal(sigma=2)",
          { $0.weights = .normal(sigma: 2) }
        ),
      ]

  /// The names of what a run's identity stores, down to the question's own parts.
  private static func stored(_ value: Any) -> [String] {
    Mirror(reflecting: value).children.flatMap { child in
      switch child.value {
      case is Question, is Target, is Signature: stored(child.value)
      default: [child.label ?? ""]
      }
    }
  }

  @Test func eachFieldKeepsPartsApart() throws {
    var ours = Self.identity()
    (ours.build, ours.libm) = ("here", "here")
    // None is left out, of the identity or of this test; a list has a digest besides, and a factor two names.
    #expect(Self.stored(ours).sorted() == Self.changes.map(\.field).sorted())
    #expect(RunIdentity.fields.count == Self.changes.count + 2)
    let map = try RegionMap.shared(Target(.gelu, derivative: 1), Signature(.float16))
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
      Self.identity(Target(.geluTanh)).difference(from: Self.identity(Target(other)))
        == "function gelu-tanh and gelu-tanh(scale=0.7978845608)")
    let (a, b) = (InputSet.positions([1, 2, 3]), InputSet.positions([1, 2, 4]))
    #expect(a.text == b.text && a.digest != b.digest && a.digest?.count == 64 && a != b)
    var (ours, theirs) = (Self.identity(), Self.identity())
    (ours.question.inputs, theirs.question.inputs) = (a, b)
    #expect(ours.difference(from: theirs)?.hasPrefix("digest of the inputs ") == true)
  }

  private func copied(_ question: Question) throws -> Question {
    try JSONDecoder.suite.decode(Question.self, from: JSONEncoder.suite.encode(question))
  }

  /// What was asked comes back from a file to the last bit.
  @Test func questionsComeBack() throws {
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
        let target = Target(function, derivative: derivative, factor: factor)
        let question = Question(target, Signature(.float16), inputs: .exhaustive)
        #expect(try copied(question) == question)
      }
    }
    for input in FormatName.allCases {
      for output in FormatName.allCases {
        for (flush, inputs) in zip(
          FlushModel.allCases,
          [InputSet.exhaustive, .sample(count: 7, seed: .max), .positions([3, 1 << 40])])
        {
          let question = Question(
            Target(.silu, derivative: 1, factor: -0.5), Signature(input: input, output: output),
            flush: flush, inputs: inputs, region: -0.1...0x1p-1074)
          #expect(try copied(question) == question)
        }
      }
    }
  }

  /// The keys lie flat, and that of the inputs' format is there only where it is another.
  @Test func keysLieFlat() throws {
    var question = Question(
      Target(.gelu, derivative: 1, factor: 2), Signature(.float32), inputs: .exhaustive)
    func keys() throws -> Set<String> {
      let object = try JSONSerialization.jsonObject(with: JSONEncoder.suite.encode(question))
      return Set(try #require(object as? [String: Any]).keys)
    }
    let usual: Set = ["function", "derivative", "dy", "format", "flush", "inputs"]
    #expect(try keys() == usual)
    question.signature.output = .bfloat16
    #expect(try keys() == usual.union(["input_format"]))
  }

  /// What no run asks is not taken from a file either.
  @Test(arguments: [
    ("\"function\" : \"gelu\"", "\"function\" : \"gelo\""),
    ("\"derivative\" : 1", "\"derivative\" : 9"), ("\"derivative\" : 1", "\"derivative\" : 0"),
    ("0x4000", "0x0000"), ("0x4000", "2"), ("0x4000", "0x7c00"), ("0x4000", "0x7ff0000000000000"),
    ("exhaustive", "sample:0"), ("exhaustive", "given:-1"), ("-1,", "3,"),
    ("\"float16\"", "\"float12\""), ("\"none\"", "\"some\""),
  ])
  func refusesWhatNoRunAsks(_ right: String, _ wrong: String) throws {
    let question = Question(
      Target(.gelu, derivative: 1, factor: 2), Signature(.float16), inputs: .exhaustive,
      region: -1...2)
    let text = String(decoding: try JSONEncoder.suite.encode(question), as: UTF8.self)
    #expect(text.contains(right))
    let changed = Data(text.replacing(right, with: wrong).utf8)
    #expect(throws: (any Error).self) {
      try JSONDecoder.suite.decode(Question.self, from: changed)
    }
  }

  /// The public score with dy is that of the same outputs scored as outputs, in every kind of inputs.
  @Test func scoresWithDy() throws {
    try check(.exhaustive, BFloat16(2))
    try check(.sample(count: 900, seed: 4), Float(-0.5))
    try check(
      .positions(samplePositions(.sample(count: 90, seed: 4), Target(.gelu), Signature(.float64))),
      3.0)
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
    let plan = try InputPlan(Question(oracle.target, Signature(T.name), inputs: inputs))
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
