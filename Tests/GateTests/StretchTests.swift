import FloatingPointFormats
import Testing

@testable import Kernels

/// Far from zero, where results are −0, x, 1 or what a kernel makes of an overflow, each kernel's kind of
/// result changes at one edge at most. A stretch of another kind, which a sample can miss, is found by
/// forty inputs in each binade of negative numbers, where kernels differ, and eight of positive ones.
@Suite struct StretchTests {
  /// Evenly from 2^10 to the end of the line.
  static func magnitudes(each count: Int) -> [Double] {
    (10...1023).flatMap { e in
      (0..<count).map {
        Double(sign: .plus, exponent: e, significand: 1 + (Double($0) + 0.3) / Double(count))
      }
    }
  }
  static let below = magnitudes(each: 40).map { -$0 }
  static let above = magnitudes(each: 8)

  /// What a result is, for an input of this size; one kind for all other numbers.
  static func kind(_ y: Double, _ x: Double) -> UInt64 {
    if y.isNaN { return 1 }
    if y == x { return 2 }
    return y == 0 || y.isInfinite || y == 1 ? y.bitPattern : 3
  }

  /// How often the kind changes along one side of the line.
  static func changes(_ kernel: any Kernel<Double>, _ inputs: [Double]) throws -> Int {
    let kinds = zip(try outputs(kernel, inputs), inputs).map(kind)
    return zip(kinds, kinds.dropFirst()).count { $0 != $1 }
  }

  @Test(arguments: Catalogue.names(for: Double.self.name)) func kindsChangeOnce(_ name: String)
    throws
  {
    let kernel = try Catalogue.kernel(named: name, for: Double.self)
    for inputs in [Self.below, Self.above] {
      let changes = try Self.changes(kernel, inputs)
      #expect(changes <= 1, "\(name), from \(inputs[0]): \(changes)")
    }
  }

  /// A stretch of a fiftieth of a binade that loses the sign of zero.
  @Test func aLostSignIsFound() throws {
    let sound = try Catalogue.kernel(named: "erfc", for: Double.self)
    #expect(try Self.changes(sound, Self.below) == 0)
    let mutant = BatchKernel<Double>(sound.description) { x, y in
      try sound.evaluate(x, into: y)
      for i in x.indices where -1.02e300 < x[i] && x[i] < -1e300 { y[i] = 0 }
    }
    #expect(try Self.changes(mutant, Self.below) == 2)
  }
}
