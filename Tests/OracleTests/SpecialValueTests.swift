import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// The limits of the definitions, bit by bit, in every format and mode; and what lies beside them.
@Suite struct SpecialValueTests {
  private static let infinity = Double.infinity

  /// f at −∞, −0, +0, +∞ and f′ there; the rest of the table is NaN for NaN.
  static let limits: [Function: (value: [Double], slope: [Double])] = [
    .gelu: ([-0.0, -0.0, 0, infinity], [-0.0, 0.5, 0.5, 1]),
    .geluTanh: ([-0.0, -0.0, 0, infinity], [-0.0, 0.5, 0.5, 1]),
    .geluSigmoid: ([-0.0, -0.0, 0, infinity], [-0.0, 0.5, 0.5, 1]),
    .silu: ([-0.0, -0.0, 0, infinity], [-0.0, 0.5, 0.5, 1]),
    .relu: ([0, -0.0, 0, infinity], [0, 0, 0, 1]),
    .leakyReLU: ([-infinity, -0.0, 0, infinity], [.nan, .nan, .nan, 1]),
  ]

  private func check<T: BinaryFormat>(_: T.Type, _ f: Function) throws {
    let table = try #require(Self.limits[f])
    for mode in RoundingMode.allCases {
      for (derivative, row) in [table.value, table.slope].enumerated() {
        let oracle = Oracle(f, derivative: derivative)
        for (x, want) in zip([-Self.infinity, -0.0, 0, Self.infinity], row) {
          let got = try oracle.rounded(at: x, to: T.self, mode)
          // 1/100 is not a binary number: rounded in the mode, from the rational.
          let y = want.isNaN ? hundredth(T.self, mode) : T(nearest: want)
          #expect(
            got.bitPattern == y.bitPattern,
            "\(f.name)/\(derivative) \(T.name) \(mode) at \(x): \(got)")
        }
        #expect(try oracle.rounded(at: .nan, to: T.self, mode).isNaNValue)
      }
    }
  }

  /// The largest n·2^k below 1/100, or the next: by integers, p bits of 2^j/100.
  private func hundredth<T: BinaryFormat>(_: T.Type, _ mode: RoundingMode) -> T {
    // 2^−7 < 1/100 < 2^−6: the unit is 2^(−7−p+1).
    let scale = UInt64(1) << UInt64(T.precision + 6)
    let (n, rest) = scale.quotientAndRemainder(dividingBy: 100)
    let up = mode == .up || mode == .nearestEven && rest > 50
    return T(nearest: Double(n + (up ? 1 : 0)) * power2(-T.precision - 6))
  }

  @Test(arguments: Function.tabulated) func limitsInEveryFormat(_ f: Function) throws {
    try check(Float16.self, f)
    try check(BFloat16.self, f)
    try check(Float.self, f)
    try check(Double.self, f)
    let table = try #require(Self.limits[f])
    for (derivative, row) in [table.value, table.slope].enumerated() {
      for (x, want) in [(-Self.infinity, row[0]), (Self.infinity, row[3])] where !want.isNaN {
        let got = Oracle(f, derivative: derivative).limitValue(at: x)
        #expect(got.bitPattern == want.bitPattern, "\(f.name)/\(derivative) at \(x)")
      }
    }
  }

  /// x/2 of an odd subnormal is a tie, and x²·gate′(0) settles it: away from zero above zero, towards
  /// it below.
  private func checkTies<T: BinaryFormat>(_: T.Type, _ f: Function) throws {
    let oracle = Oracle(f)
    let largest = T.smallestNormal.ordinal - 1
    for odd in [1, 3, 5, 7, 101, largest - 2, largest] {
      let x = T(ordinal: odd)
      #expect(try oracle.rounded(at: x.double, to: T.self).ordinal == odd / 2 + 1)
      #expect(try oracle.rounded(at: -x.double, to: T.self).ordinal == -(odd / 2))
      #expect(try oracle.rounded(at: -x.double, to: T.self).isNegative)
      for (mode, above, below) in [
        (RoundingMode.up, odd / 2 + 1, -(odd / 2)), (.down, odd / 2, -(odd / 2) - 1),
        (.towardZero, odd / 2, -(odd / 2)),
      ] {
        #expect(try oracle.rounded(at: x.double, to: T.self, mode).ordinal == above)
        #expect(try oracle.rounded(at: -x.double, to: T.self, mode).ordinal == below)
      }
    }
  }

  @Test(arguments: Function.tabulated.filter { !$0.isPiecewiseLinear })
  func subnormalTies(_ f: Function) throws {
    try checkTies(Float16.self, f)
    try checkTies(BFloat16.self, f)
    try checkTies(Float.self, f)
    try checkTies(Double.self, f)
  }

  /// A value beside −0 is a negative number: −0 to nearest, and not in every direction.
  private func checkUnderflow<T: BinaryFormat>(_: T.Type, _ f: Function) throws {
    let largest = T.largestFinite.double
    let down = T.smallestSubnormal.negated
    for x in [-largest, -largest / 2, -1e4] {
      for derivative in 0...1 {
        let oracle = Oracle(f, derivative: derivative)
        for mode in [RoundingMode.nearestEven, .up, .towardZero] {
          let y = try oracle.rounded(at: x, to: T.self, mode)
          #expect(
            y.isZeroValue && y.isNegative, "\(f.name)/\(derivative) \(T.name) \(mode) at \(x)")
        }
        #expect(try oracle.rounded(at: x, to: T.self, .down) == down)
      }
    }
    // f(x) lies below x by less than shows, f′(x) above 1.
    let top = T.largestFinite
    let (value, slope) = (Oracle(f), Oracle(f, derivative: 1))
    #expect(try value.rounded(at: largest, to: T.self) == top)
    #expect(try value.rounded(at: largest, to: T.self, .up) == top)
    #expect(try value.rounded(at: largest, to: T.self, .down) == top.previous)
    #expect(try value.rounded(at: largest, to: T.self, .towardZero) == top.previous)
    #expect(try slope.rounded(at: largest, to: T.self) == T(nearest: 1))
    #expect(try slope.rounded(at: largest, to: T.self, .up) == T(nearest: 1).next)
    #expect(try slope.rounded(at: largest, to: T.self, .down) == T(nearest: 1))
  }

  @Test(arguments: Function.tabulated.filter { !$0.isPiecewiseLinear })
  func underflowKeepsItsSign(_ f: Function) throws {
    try checkUnderflow(Float16.self, f)
    try checkUnderflow(BFloat16.self, f)
    try checkUnderflow(Float.self, f)
    try checkUnderflow(Double.self, f)
  }

  /// The second derivative is even, and vanishes on both sides.
  @Test func secondDerivatives() throws {
    for f in Function.tabulated where !f.isPiecewiseLinear {
      let oracle = Oracle(f, derivative: 2)
      for x in [1.0, 3, 17, 40, 1e5, 1e300] {
        let (a, b) = (
          try oracle.rounded(at: x, to: Double.self), try oracle.rounded(at: -x, to: Double.self)
        )
        #expect(a.bitPattern == b.bitPattern, "\(f.name) at \(x)")
      }
      #expect(try oracle.rounded(at: .infinity, to: Double.self) == 0)
    }
  }
}
