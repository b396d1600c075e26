import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// The input before a list orders the list's first output, where it has an output to compare with.
@Suite struct LeadTests {
  /// How many outputs are out of order: the first input is the one before the list.
  private func disordered<T: BinaryFormat>(_ pairs: [(Double, Double)], _: T.Type) throws -> Int {
    let judge = try Judge(Target(.silu), Signature(T.name), flush: .none)
    let (x, y) = (pairs.map { T(nearest: $0.0) }, pairs.map { T(nearest: $0.1) })
    return try judgeList(judge, x, y, from: 1, usesHotLoop: false).classes.notMonotone
  }

  private func check<T: BinaryFormat>(_: T.Type) throws {
    // silu falls down to its minimum at −1.28, and rises from there.
    #expect(try disordered([(1, 1), (2, 0.5)], T.self) == 1)
    #expect(try disordered([(1, 0.25), (2, 0.5)], T.self) == 0)
    #expect(try disordered([(-3, -0.25), (-2, -0.125)], T.self) == 1)
    // A NaN is on no side of a number, and an infinite input on no piece.
    for pair in [(1, Double.nan), (-Double.infinity, 1)] {
      #expect(try disordered([pair, (2, 0.5)], T.self) == 0)
      #expect(try disordered([pair, (-1e-3, -5e-4)], T.self) == 0)
    }
    #expect(try disordered([(-.infinity, -1), (-3, -0.25)], T.self) == 0)
    // Within a list too.
    #expect(try disordered([(0.5, 0.25), (1, 1), (1.5, .nan), (2, 0.5), (3, 0.25)], T.self) == 1)
  }

  @Test func aLeadWithoutAnOutputOrdersNothing() throws {
    try check(Float.self)
    try check(Double.self)
  }

  /// A run through the hot loop asks the kernel for the output before it.
  @Test func aRunBeginsWithTheOutputBefore() throws {
    let judge = try Judge(Target(.silu), Signature(.float32), flush: .none)
    let about = KernelDescription(
      name: "falls", function: .silu, formula: "3 below 2, 1 from there on", usedBy: "tests",
      usesLibm: false)
    let falls = BatchKernel<Float>(about, scalar: { $0 < 2 ? 3 : 1 })
    for (from, disordered) in [(Float(2), 1), (Float(2).nextUp, 0)] {
      let range = from.position..<from.position + 20
      let part = try scoreConsecutive(falls, judge, range, isFirst: false)
      #expect(part.classes.notMonotone == disordered)
    }
  }

  /// Whatever is put out at −∞, the first number after it is in order.
  @Test func nothingIsOutOfOrderAfterMinusInfinity() throws {
    let judge = try Judge(Target(.silu), Signature(.float32), flush: .none)
    let first = (-Float.infinity).position
    let part = try ([-5] + [Float](repeating: -0.0, count: 20)).withUnsafeBufferPointer {
      try scoreConsecutive($0, judge, first..<first + 21)
    }
    #expect(part.classes.notMonotone == 0 && part.scored == 21)
  }
}
