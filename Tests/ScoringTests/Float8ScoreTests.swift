import FloatingPointFormats
import Functions
import Kernels
import Testing

@testable import Oracle
@testable import Scoring

/// Scores in formats of 8 bits: all truths, computed at once, and what is beyond the range by each rule.
@Suite struct Float8ScoreTests {
  static let formats = FormatName.allCases.filter { $0.width == 8 }

  private static func kernel<T: BinaryFormat>(
    _ oracle: Oracle, _ y: @escaping @Sendable (T) throws -> T
  ) -> BatchKernel<T> {
    let about = KernelDescription(name: "test", oracle.target)
    return BatchKernel<T>(about) { x, out in for i in x.indices { out[i] = try y(x[i]) } }
  }

  private static func score<T: BinaryFormat>(
    _ oracle: Oracle, _ y: @escaping @Sendable (T) throws -> T
  ) throws -> Score {
    try Scoring.score(kernel(oracle, y), against: oracle, ScoringOptions(inputs: .exhaustive))
  }

  @Test(arguments: formats) func correctRoundingsAreRight(_ format: FormatName) throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      for function in Function.all {
        for oracle in [
          Oracle(function), Oracle(function, derivative: 1),
          Oracle(function, derivative: 1, factor: -T.largestFinite.double),
          Oracle(function, derivative: 1, factor: T.smallestSubnormal.double),
        ] {
          let s = try Self.score(oracle) { (x: T) in try oracle.rounded(at: x.double) }
          let name = "\(format.rawValue) \(function.name) \(oracle.derivative) \(oracle.factor)"
          #expect(s.scored == 256 && s.correctlyRounded == s.numbers, "\(name)")
          #expect(s.maxUlp <= 0.5 && s.maxSteps == 0, "\(name) \(s.maxUlp)")
          #expect(s.classes == ClassCounts() && s.specials.allSatisfy(\.ok), "\(name) \(s.classes)")
          #expect(s.bound == .exact, "\(name)")
        }
      }
    }
    try check(format.type)
  }

  /// Each truth and its ulp against multiple precision.
  @Test(arguments: formats) func truthsAreThoseOfMPFR(_ format: FormatName) throws {
    for function in [Function.gelu, .silu, .leakyReLU] {
      for (derivative, factor) in [(0, 1.0), (1, 1), (1, 192)] {
        let oracle = Oracle(function, derivative: derivative, factor: factor)
        let judge = try Judge(oracle.target, Signature(format))
        let all = try #require(judge.golden)
        #expect(all.count == 256)
        for bits in 0..<256 where format.value(bits: UInt64(bits)).isFinite {
          let x = format.value(bits: UInt64(bits))
          let name = "\(format.rawValue) \(function.name) \(factor) \(x)"
          let right = try oracle.rounded(at: x, to: format)
          #expect(
            format.bits(of: all[bits].nearest) == format.bits(of: right), "\(name): \(right)")
          #expect(
            try all[bits].quantum == oracle.ulpExponent(at: x, in: judge.parameters), "\(name)")
          let (lo, hi) = try oracle.ulpError(of: 1, at: x, in: judge.parameters)
          let error = all[bits].truth.error(of: 1, quantum: all[bits].quantum).ends
          #expect(error.lo <= hi && lo <= error.hi, "\(name)")
        }
      }
    }
  }

  /// 448·f′ is beyond E4M3 where f′ > 1: a NaN by one rule, 448 by the other, and each is wrong by the
  /// other's.
  @Test func overflowByEachRule() throws {
    let oracle = Oracle(.gelu, derivative: 1, factor: 448)
    let rounded: @Sendable (Double) throws -> Float8E4M3FN = { try oracle.rounded(at: $0) }
    let beyond = try (0..<256).map { Float8E4M3FN(bits: UInt64($0)) }
      .filter { try $0.isFiniteValue && rounded($0.double).isNaNValue }.count
    #expect(beyond > 5)

    let saturated = try Self.score(oracle) { (x: Float8E4M3FN) in
      let y = try rounded(x.double)
      return y.isNaNValue && x.isFiniteValue ? .largestFinite : y
    }
    #expect(saturated.correctlyRounded == 254 - beyond && saturated.maxSteps == 1)
    #expect(saturated.classes == ClassCounts() && saturated.maxUlp < 8)

    typealias Clamped = Saturating<Float8E4M3FN>
    let unsaturated = try Self.score(oracle) { (x: Clamped) in
      Clamped(bitPattern: try rounded(x.double).bitPattern)
    }
    #expect(unsaturated.correctlyRounded == 254 - beyond && unsaturated.maxUlp == .infinity)
    #expect(unsaturated.classes.nanForNumber == beyond)

    let zeros = try Self.score(oracle) { (_: Float8E4M3FN) in Float8E4M3FN(bitPattern: 0) }
    #expect(zeros.classes.flushed > 100 && zeros.classes.numberForNan == 2)
  }

  /// An infinity in saturating E5M2 is a wrong result, even at an infinite input.
  @Test func infinityUnderSaturation() throws {
    typealias Clamped = Saturating<Float8E5M2>
    let oracle = Oracle(.relu)
    @Sendable func relu<T: BinaryFormat>(_ x: T) -> T {
      x.isNaNValue || x.isZeroValue || !x.isNegative ? x : T(bitPattern: 0)
    }
    let plain = try Self.score(oracle) { (x: Clamped) in relu(x) }
    #expect(plain.classes.infiniteForFinite == 1)
    #expect(plain.specials.filter { !$0.ok }.map(\.expected) == ["0x7b"])
    let right = try Self.score(oracle) { (x: Float8E5M2) in relu(x) }
    #expect(right.correctlyRounded == 248 && right.classes == ClassCounts())
  }

  /// A kernel that is one place off at one input.
  @Test(arguments: formats) func oneWrongResultIsSeen(_ format: FormatName) throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      let oracle = Oracle(.gelu)
      let s = try Self.score(oracle) { (x: T) in
        let y: T = try oracle.rounded(at: x.double)
        return x.double == -0.5 ? y.next : y
      }
      #expect(s.correctlyRounded == s.numbers - 1 && s.maxSteps == 1 && s.maxUlp > 0.5)
      #expect(s.maxUlpInput == T(nearest: -0.5).hexBits)
    }
    try check(format.type)
  }

  @Test(arguments: formats.filter { !Catalogue.names(for: $0).isEmpty })
  func samplesAndSearchesEnd(_ format: FormatName) throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      let kernel = try Catalogue.kernel(named: "erf", for: T.self)
      for count in [1, 50, 99, 1000] {
        let s = try Scoring.score(
          kernel, against: Oracle(.gelu), ScoringOptions(inputs: .sample(count: count, seed: 3)))
        #expect(s.correctlyRounded > 50 && s.maxUlp < 1 && s.maxSteps <= 1)
      }
      let found = try searchScore(kernel, against: Oracle(.gelu), .count(2000), seed: 1)
      #expect(found.maxUlp < 1)
      #expect(try structure(of: kernel, against: Oracle(.gelu)).isSound)
    }
    try check(format.type)
  }
}

/// Inputs of a wider range than the outputs: f itself is beyond, without any dy.
@Suite struct Float8OutputTests {
  private func judged(_ output: FormatName, _ pairs: [(Float, UInt64)]) throws -> Accumulator {
    let judge = try Judge(Target(.gelu), Signature(input: .float32, output: output))
    var total = Accumulator(judge.map)
    var cursor = Cursor()
    for (x, y) in pairs {
      try judge.judge(
        x: x.double, y: output.value(bits: y), input: x.bits, output: y, &cursor, &total)
    }
    return total
  }

  @Test func whatTheRuleSaysIsRight() throws {
    let x: [Float] = [-3, 0.5, 460, 465, 1e6, 1e30]
    let rules: [(FormatName, [UInt64])] = [
      (.float8E4M3FN, [0x82, 0x2b, 0x7e, 0x7f, 0x7f, 0x7f]),
      (.float8E4M3FNSaturating, [0x82, 0x2b, 0x7e, 0x7e, 0x7e, 0x7e]),
      (.float8E5M2, [0x9c, 0x36, 0x5f, 0x5f, 0x7c, 0x7c]),
      (.float8E5M2Saturating, [0x9c, 0x36, 0x5f, 0x5f, 0x7b, 0x7b]),
    ]
    for (format, right) in rules {
      let total = try judged(format, Array(zip(x, right)))
      #expect(total.regions.reduce(0) { $0 + $1.correctlyRounded } == 6, "\(format.rawValue)")
      #expect(total.classes == ClassCounts(), "\(format.rawValue) \(total.classes)")
      #expect(total.regions.allSatisfy { $0.maxSteps == 0 }, "\(format.rawValue)")
      // By another rule one result or more is wrong.
      for (other, _) in rules where other.rawValue.prefix(11) == format.rawValue.prefix(11) {
        guard other != format else { continue }
        let wrong = try judged(other, Array(zip(x, right)))
        #expect(wrong.regions.reduce(0) { $0 + $1.correctlyRounded } < 6, "\(other.rawValue)")
      }
    }
  }

  @Test func aNaNForANumberIsStillOne() throws {
    let total = try judged(.float8E4M3FN, [(1, 0x7f), (1e6, 0x7f)])
    #expect(total.classes.nanForNumber == 1)
  }
}
