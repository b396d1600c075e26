import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// The correct rounding in every format and mode, checked by its neighbours at 400 bits.
@Suite struct RoundingTests {
  /// Whether r is what the exact value in the enclosure rounds to: between the points, exact in
  /// MPFR, where the rounding changes to the neighbours.
  static func isRight<T: BinaryFormat>(_ r: T, _ truth: Interval, _ mode: RoundingMode) -> Bool {
    func real(_ y: T) -> Interval {
      // An infinity stands for the first number beyond the format.
      let top = T.largestFinite.double
      let gap = top - T.largestFinite.previous.double
      let p = Interval(y.isInfiniteValue ? (y.isNegative ? -top : top) : y.double, precision: 400)
      guard y.isInfiniteValue else { return p }
      let more = Interval(gap, precision: 400)
      return y.isNegative ? p - more : p + more
    }
    let (low, own, high) = (real(r.previous), real(r), real(r.next))
    let (a, b): (Interval, Interval)
    switch mode {
    case .nearestEven: (a, b) = ((low + own).scaled(by: -1), (own + high).scaled(by: -1))
    case .down: (a, b) = (own, high)
    case .up: (a, b) = (low, own)
    case .towardZero:
      (a, b) = r.isZeroValue ? (low, high) : r.isNegative ? (low, own) : (own, high)
    }
    let isAbove = r.isInfiniteValue && r.isNegative || a.lo <= truth.lo
    let isBelow = r.isInfiniteValue && !r.isNegative || truth.hi <= b.hi
    return isAbove && isBelow
  }

  static func arguments<T: BinaryFormat>(_: T.Type, _ random: inout SplitMix64) -> [T] {
    let special = [
      T.smallestSubnormal, T.smallestSubnormal.next, T.smallestSubnormal.next.next,
      T.smallestNormal, T.smallestNormal.previous, T.largestFinite, T(nearest: 0.75),
      T(nearest: 1.5), T(nearest: 38.5), T(nearest: 9.25), T(nearest: 13.7),
    ]
    let some = (0..<20).map { _ in T(nearest: Double.random(in: -40...40, using: &random)) }
    let any = (0..<30).map { _ in T(bitPattern: T.Bits(truncatingIfNeeded: random.next())) }
    return special + special.map(\.negated) + some + any.filter(\.isFiniteValue)
  }

  private func check<T: BinaryFormat>(_: T.Type, _ oracle: Oracle) throws {
    var random = SplitMix64(seed: 21)
    for x in Self.arguments(T.self, &random) where !x.isZeroValue {
      // x²·gate′(0) beside x/2, and what is beside 1, take more bits to show.
      let isPlain = (1e-30...8).contains(x.double.magnitude)
      let truth = oracle.enclosure(at: x.double, precision: isPlain ? 400 : 4600).interval
      for mode in RoundingMode.allCases {
        let r = try oracle.rounded(at: x.double, to: T.self, mode)
        #expect(
          Self.isRight(r, truth, mode),
          "\(oracle.function.name)/\(oracle.derivative) at \(x.hexFloat), \(mode): \(r.hexFloat)")
        // One place off is wrong, where the value is far from a tie for 400 bits to show it.
        if mode == .nearestEven, !truth.isPoint, (0.1...3).contains(x.double.magnitude) {
          #expect(!Self.isRight(r.next, truth, mode) || r.next.isInfiniteValue)
        }
      }
    }
  }

  @Test(arguments: CellTableTests.oracles) func everyFormatAndMode(_ oracle: Oracle) throws {
    try check(Float16.self, oracle)
    try check(BFloat16.self, oracle)
    try check(Float.self, oracle)
    try check(Double.self, oracle)
  }

  /// x/2 of an odd subnormal is a tie, and x²·gate′(0) settles it: away from zero above, towards
  /// zero below.
  @Test func subnormalTiesAreSettled() throws {
    for f in Function.all where !f.isPiecewiseLinear {
      let oracle = Oracle(f)
      for odd in [1, 3, 5, 7, 1001, 8_388_607] {
        let x = Float(bitPattern: UInt32(odd))
        #expect(try oracle.rounded(at: x.double, to: Float.self).bitPattern == UInt32(odd / 2 + 1))
        #expect(try oracle.rounded(at: -x.double, to: Float.self).ordinal == -(odd / 2))
      }
      let least = Double.leastNonzeroMagnitude
      #expect(try oracle.rounded(at: least, to: Double.self) == least)
      #expect(try oracle.rounded(at: -least, to: Double.self).bitPattern == (-0.0).bitPattern)
    }
  }

  @Test func limitsAreThoseOfTheDefinition() throws {
    func bits(_ f: Function, _ d: Int, _ x: Double) throws -> UInt64 {
      try Oracle(f, derivative: d).rounded(at: x, to: Double.self).bitPattern
    }
    for f in Function.all {
      #expect(try bits(f, 0, 0) == 0 && bits(f, 0, -0.0) == (-0.0).bitPattern)
      #expect(try bits(f, 0, .infinity) == Double.infinity.bitPattern)
      #expect(try bits(f, 1, .infinity) == 1.0.bitPattern)
      #expect(try Oracle(f).rounded(at: .nan, to: Float.self).isNaN)
      guard !f.isPiecewiseLinear else { continue }
      for x in [-Double.infinity, -1e308, -70_000, -1e5] {
        #expect(try bits(f, 0, x) == (-0.0).bitPattern && bits(f, 1, x) == (-0.0).bitPattern)
        if x.isFinite {
          // The largest number below zero, since the value is there but smaller.
          let down = try Oracle(f).rounded(at: x, to: Double.self, .down)
          #expect(down == -Double.leastNonzeroMagnitude)
        }
      }
      #expect(try bits(f, 1, 0) == 0.5.bitPattern)
      let top = Double.greatestFiniteMagnitude
      #expect(try bits(f, 0, top) == top.bitPattern)
      #expect(try Oracle(f).rounded(at: top, to: Double.self, .down) == top.nextDown)
      #expect(try Oracle(f, derivative: 1).rounded(at: top, to: Double.self, .up) == 1.0.nextUp)
    }
    #expect(try bits(.relu, 1, 0) == 0 && bits(.leakyReLU, 1, 0) == 0.01.bitPattern)
    #expect(try bits(.relu, 0, -.infinity) == 0)
    #expect(try bits(.leakyReLU, 0, -.infinity) == (-Double.infinity).bitPattern)
  }
}
