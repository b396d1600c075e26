import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// The correct rounding of every function and derivative, in every format and mode.
@Suite struct RoundingTests {
  static let oracles = Function.tabulated.flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }

  /// Ends of the format, subnormals, the turning points, where results vanish, and random ones.
  static func arguments<T: BinaryFormat>(_: T.Type, _ oracle: Oracle) -> [T] {
    var random = SplitMix64(seed: 21)
    let turns = [0, 1].flatMap {
      oracle.function.isPiecewiseLinear ? [] : Oracle(oracle.function).turningPoints(derivative: $0)
    }
    var list = [
      T.smallestSubnormal, .smallestSubnormal.next, .smallestSubnormal.next.next, .smallestNormal,
      .smallestNormal.previous, .largestFinite, .largestFinite.previous, T(nearest: 1),
    ]
    list += turns.flatMap { [T(nearest: $0), T(nearest: $0).next, T(nearest: $0).previous] }
    list += (0..<6).map { _ in
      T(ordinal: Int.random(in: 1..<T.smallestNormal.ordinal, using: &random) | 1)
    }
    list += (0..<10).map { _ in
      T(ordinal: Int.random(in: 1...T.largestFinite.ordinal, using: &random))
    }
    list += (0..<8).map { _ in T(nearest: Double.random(in: 0...9, using: &random)) }
    let edge =
      oracle.function.isPiecewiseLinear
      ? 40
      : Oracle(oracle.function)
        .sharedSaturations(below: T.minimumQuantum).left.edge
    list += (0..<6).map { _ in T(nearest: edge * Double.random(in: 0.9...1.05, using: &random)) }
    return list + list.map(\.negated)
  }

  private func check<T: BinaryFormat>(_: T.Type, _ oracle: Oracle) throws {
    let arguments = Self.arguments(T.self, oracle)
    let failures = try roundingFailures(oracle, at: arguments) {
      try oracle.rounded(at: $0, to: T.self, $1)
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(arguments: oracles) func everyFormatAndMode(_ oracle: Oracle) throws {
    try check(Float16.self, oracle)
    try check(BFloat16.self, oracle)
    try check(Float.self, oracle)
    try check(Double.self, oracle)
  }

  /// `rounded(at:to:)` by name is the rounding to nearest.
  @Test func byName() throws {
    for x in [-3, -0x1p-149, 0.1, 5] {
      let gelu = Oracle(.gelu)
      #expect(try gelu.rounded(at: x, to: .float16) == gelu.rounded(at: x, to: Float16.self).double)
      #expect(
        try gelu.rounded(at: x, to: .bfloat16) == gelu.rounded(at: x, to: BFloat16.self).double)
      #expect(try gelu.rounded(at: x, to: .float32) == gelu.rounded(at: x, to: Float.self).double)
      #expect(try gelu.rounded(at: x, to: .float64) == gelu.rounded(at: x, to: Double.self))
    }
  }

  /// Through a double: x/2 of an odd subnormal becomes a tie, and half of those go the wrong way.
  @Test func doubleRoundingIsCaught() throws {
    let odd = (0..<20).map { BFloat16(bitPattern: UInt16(2 * $0 + 1)) }
    let failures = try roundingFailures(Oracle(.gelu), at: odd) { x, mode in
      BFloat16(try Oracle(.gelu).rounded(at: x, to: Double.self, .nearestEven), rounding: mode)
    }
    #expect(failures.count >= 20)
  }

  /// The tail flushed to zero, and zeros without their sign.
  @Test func flushingIsCaught() throws {
    let tail = (0..<10).map { Float(-13 - Double($0) / 8) }
    let flushed = try roundingFailures(Oracle(.gelu), at: tail) { x, mode in
      let y = try Oracle(.gelu).rounded(at: x, to: Float.self, mode)
      return y.isSubnormalValue ? -0.0 : y
    }
    #expect(flushed.count >= 8)
    let unsigned = try roundingFailures(Oracle(.gelu), at: [Float(-20)]) { x, mode in
      mode == .down ? -.leastNonzeroMagnitude : 0
    }
    #expect(unsigned.count >= 3)
  }
}
