import FloatingPointFormats
import Functions
import Kernels
import Testing

@testable import Oracle
@testable import Scoring

/// dy·f′ for every finite dy of a format, its ends included: right outputs have the score of right ones,
/// and no dy costs the score.
@Suite struct GradientScaleTests {
  /// What `GradientSet.usual` has that is finite and not zero, with fewer random ones.
  static func gradients<T: BinaryFormat>(_: T.Type) -> [T] {
    var values = [1, -1, 2, -0.5, 3, -1 / 3.0, 100, 1 + 0x1p-20].map { T(nearest: $0) }
    values += [
      T.smallestNormal, T.smallestSubnormal, T(bitPattern: 3), T.largestFinite,
      T.largestFinite.negated,
    ]
    var random = SplitMix64(seed: 1)
    while values.count < 18 {
      let value = T(bitPattern: T.Bits(truncatingIfNeeded: random.next()))
      if value.isFiniteValue, !value.isZeroValue { values.append(value) }
    }
    return values
  }

  static func inputs<T: BinaryFormat>(_: T.Type) -> [T] {
    let tails: [Double] = [
      -36.5, -37, -38.5, -39, -40.5, -50, -54, -60, -104, -750, -1500, -3000, -0x1p33, -1e300,
      T.largestFinite.negated.double,
    ]
    let others: [Double] = [
      0, -0.0, 0x1p-149, -0x1p-80, 1e-3, -0.75, 0.1, 1.5, 3, -14.5, 40, 1000, 0x1p60,
    ]
    return Dictionary(
      (tails + others).map { T(nearest: $0) }.filter(\.isFiniteValue).map { ($0.position, $0) },
      uniquingKeysWith: { a, _ in a }
    ).sorted { $0.key < $1.key }.map(\.value)
  }

  static func score<T: BinaryFormat>(_ oracle: Oracle, _ x: [T], _ y: [T]) throws -> Score {
    let scorer = try OutputScorer<T>(
      "right", against: oracle, inputs: .positions(x.map(\.position)))
    try y.withUnsafeBufferPointer { try scorer.add(from: 0, $0) }
    return try scorer.scores()[0]
  }

  @Test(arguments: [Function.gelu, .silu, .leakyReLU]) func rightOutputs(_ function: Function)
    throws
  {
    func check<T: BinaryFormat>(_: T.Type) throws {
      let x = Self.inputs(T.self)
      for dy in Self.gradients(T.self) {
        let oracle = Oracle(function, derivative: 1, factor: dy.double)
        let y = try x.map { try oracle.rounded(at: $0.double, to: T.self) }
        let s = try Self.score(oracle, x, y)
        let name = "\(T.name) \(function.name) dy \(dy)"
        #expect(s.correctlyRounded == x.count && s.faithful == x.count, "\(name)")
        #expect(
          s.maxUlp <= 0.5 && s.meanUlp <= 0.5 && s.rmsUlp <= 0.5 && s.maxSteps == 0, "\(name)")
        #expect(s.classes == ClassCounts() && s.specials.allSatisfy(\.ok), "\(name) \(s.classes)")
        #expect(!s.worst.contains { $0.truth == "undecided" || $0.truth == "-0" }, "\(name)")
        // Every output one place up is wrong, by about one ulp.
        let next = try Self.score(oracle, x, y.map { $0.isFiniteValue ? $0.next : $0 })
        let infinite = y.count { !$0.isFiniteValue }
        #expect(next.correctlyRounded == infinite, "\(name)")
        #expect(
          next.maxUlp >= 0.5 && (next.maxUlp <= 2.001 || infinite > 0 || next.maxUlp == .infinity),
          "\(name)")
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// The 16-bit formats prepare all their truths at once; here a few of them.
  @Test(arguments: [Function.gelu, .silu, .leakyReLU]) func preparedTruths(_ function: Function)
    throws
  {
    func check<T: BinaryFormat>(_: T.Type) throws {
      for dy in Self.gradients(T.self) {
        let oracle = Oracle(function, derivative: 1, factor: dy.double)
        let source = TruthSource(oracle, for: T.name)
        for x in Self.inputs(T.self).map(\.double) {
          let p = try Prepared(x, source.truth(at: x), oracle, T.parameters, T.name)
          let right = try oracle.rounded(at: x, to: T.self)
          #expect(T(nearest: p.nearest).bitPattern == right.bitPattern, "\(T.name) dy \(dy) \(x)")
          #expect(p.ownError.magnitude <= 0.5 || !p.nearest.isFinite, "\(T.name) dy \(dy) \(x)")
        }
      }
    }
    try check(Float16.self)
    try check(BFloat16.self)
    try check(Float8E4M3FN.self)
    try check(Saturating<Float8E4M3FN>.self)
    try check(Saturating<Float8E5M2>.self)
  }

  /// With another cubic f′ rises to 1.476, so that 3e38·f′ overflows at a dy far from the end.
  @Test func overflowIsRight() throws {
    let function = try #require(Function(named: "gelu-tanh(cubic=1024)"))
    let oracle = Oracle(function, derivative: 1, factor: Double(Float(3e38)))
    let x: [Float] = [-1, 0.1]
    let right = try Self.score(oracle, x, [-0.0, .infinity])
    #expect(try oracle.rounded(at: Double(x[1]), to: Float.self) == .infinity)
    #expect(
      right.correctlyRounded == 2 && right.maxUlp == 0 && right.maxSteps == 0 && right.meanUlp == 0)
    #expect(right.classes == ClassCounts())
    // The largest number is one step off, and short of the truth by its distance.
    let short = try Self.score(oracle, x, [-0.0, .largestFinite])
    #expect(
      short.correctlyRounded == 1 && short.maxSteps == 1 && (1e6...1e7).contains(short.maxUlp))
    let wrong = try Self.score(oracle, x, [-0.0, -.infinity])
    #expect(
      wrong.classes.wrongSign == 1 && wrong.classes.infiniteForFinite == 0
        && wrong.correctlyRounded == 1)
    // An infinity for a truth that is a number stays wrong.
    let early = try Self.score(oracle, [0.1, 0.5] as [Float], [.infinity, .infinity])
    #expect(
      early.classes.infiniteForFinite
        == (try oracle.rounded(at: 0.5, to: Float.self).isFinite ? 1 : 0))
  }
}
