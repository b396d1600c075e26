import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// dy·f′(x): the truth times an exact number.
@Suite struct FactorTests {
  static func isSound(_ truth: Truth, _ oracle: Oracle, _ x: Double) -> Bool {
    let y = oracle.enclosure(at: x, precision: 256).interval
    let estimate =
      (Interval(truth.hi, precision: 256) + Interval(truth.lo, precision: 256))
    let rest = y.scaled(by: truth.scale) - estimate
    let (lo, hi) = rest.doubles
    // What 256 bits leave open.
    let open = truth.hi.magnitude * 0x1p-250
    return truth.isExact
      ? lo == 0 && hi == 0 : lo >= -truth.below - open && hi <= truth.above + open
  }

  @Test func truthsAgreeWithMultiplePrecision() {
    var random = SplitMix64(seed: 11)
    var failures = Failures()
    for function in Function.tabulated {
      for dy in [1.5, -3, 0x1.fffp-20, -0x1.8p100, 0x1p-149, 0.1] {
        let oracle = Oracle(function, derivative: 1, factor: dy)
        let source = TruthSource(oracle, for: .float32)
        for _ in 0..<40 {
          let x = Double.random(in: -30...10, using: &random)
          failures.check(
            Self.isSound(source.truth(at: x), oracle, x), "\(function.name) \(dy) \(x)")
        }
        for x in [0, -0.0, 0x1p-80, -0x1p-149, 1e30, -1e30] {
          failures.check(
            Self.isSound(source.truth(at: x), oracle, x), "\(function.name) \(dy) \(x)")
        }
      }
    }
    #expect(failures.isEmpty, "\(failures)")
    // A wrong factor is seen.
    let truth = TruthSource(Oracle(.gelu, derivative: 1, factor: 1.5)).truth(at: -1)
    #expect(!Self.isSound(truth, Oracle(.gelu, derivative: 1, factor: 1.5.nextUp), -1))
  }

  /// dy at both ends of every format, and arguments in the tails that only such dy bring into view: a
  /// truth that judging can use, right though computed without multiple precision.
  @Test(arguments: FormatName.allCases) func anyFactor(_ format: FormatName) throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      var failures = Failures()
      let dys = [
        T.smallestSubnormal, T(bitPattern: 3), T.smallestNormal, T.largestFinite,
        T.largestFinite.negated,
        T(nearest: 100), T(nearest: -1 / 3.0),
      ].filter(\.isFiniteValue)
      for function in Function.tabulated {
        for dy in dys {
          let oracle = Oracle(function, derivative: 1, factor: dy.double)
          for x in FactorTests.arguments {
            let x = T(nearest: x).double
            guard x.isFinite else { continue }
            failures.check(
              try Self.isJudged(T.self, oracle, x), "\(format) \(function.name) dy \(dy) at \(x)")
          }
        }
      }
      #expect(failures.isEmpty, "\(failures)")
    }
    try check(format.type)
  }

  /// Zero, tiny, the curve, where results vanish in float32 and float64, and beyond both.
  static let arguments = [
    0, -0.0, 0x1p-149, -0x1p-80, 1e-3, -0.75, 0.1, 3, -14.5, -36.5, -37, -38.5, -39, -40.5, -50,
    -54, -56,
    -60, -104, -750, -1500, -3000, 40, 1000, -0x1p33, 0x1p60, -1e300,
  ]

  /// The truth encloses G, and the correct rounding's error is at most half an ulp by it.
  static func isJudged<T: BinaryFormat>(_: T.Type, _ oracle: Oracle, _ x: Double) throws -> Bool {
    let truth = TruthSource(oracle, for: T.name).truth(at: x)
    guard isSound(truth, oracle, x), Truth.scales.contains(truth.scale) else { return false }
    let quantum =
      try truth.ulpExponent(in: T.parameters) ?? oracle.ulpExponent(at: x, in: T.parameters)
    let right = try oracle.rounded(at: x, to: T.self)
    let own = truth.nearest(quantum: quantum)
    if let own, case let y = T(nearest: own), y.double != right.double, !right.isNaNValue {
      return false
    }
    // Beyond the format no distance to G says how far.
    guard right.isFiniteValue, own?.magnitude ?? 0 <= T.parameters.largestFinite else {
      return true
    }
    let e = truth.error(of: right.double, quantum: quantum)
    let next = truth.error(of: right.next.double, quantum: quantum).estimate
    return e.estimate.magnitude <= 0.5 + 1e-9 && e.below + e.above < 0x1p-14
      && (!right.next.isFiniteValue || right.next == right || next > 0.49 && next < 2.51)
  }

  /// 100·0.01 is 1, exactly; and dy may make a tie of two values.
  @Test func exactProducts() throws {
    let one = Oracle(.leakyReLU, derivative: 1, factor: 100)
    #expect(TruthSource(one, for: .float32).truth(at: -3).isExact)
    #expect(try one.ulpExponent(at: -3, in: Float.parameters) == -23)
    #expect(try one.decimal(at: -3, digits: 20) == "1")
    #expect(try one.rounded(at: -3, to: Float.self) == 1)
    #expect(try Oracle(.relu, derivative: 1, factor: -0.75).decimal(at: 2, digits: 5) == "-0.75")
    #expect(try Oracle(.leakyReLU, derivative: 1, factor: 3).decimal(at: -2, digits: 5) == "0.03")
    #expect(one.limitValue(at: -.infinity) == 1)
    let third = Oracle(.leakyReLU, derivative: 1, factor: 1 / 3.0)
    #expect(
      third.limitValue(at: -.infinity, in: .float32)
        == Double(try third.rounded(at: -1, to: Float.self)))
  }

  @Test func limits() {
    let minus = Oracle(.gelu, derivative: 1, factor: -2)
    #expect(minus.limitValue(at: .infinity) == -2)
    #expect(minus.limitValue(at: -.infinity).sign == .plus)
  }
}
