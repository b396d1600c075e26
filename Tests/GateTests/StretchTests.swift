import FloatingPointFormats
import Testing

@testable import Kernels

/// Far from zero, where results are −0, x, 1 or what a kernel makes of an overflow, each kernel's kind of
/// result changes at one edge at most. A stretch of another kind in between, which a sample can miss, is
/// found by forty inputs in each binade.
@Suite struct StretchTests {
  /// From 2^10 to the end of the line.
  static let magnitudes: [Double] = (10...1023).flatMap { e in
    (0..<40).map { Double(sign: .plus, exponent: e, significand: 1 + (Double($0) + 0.3) / 40) }
  }

  /// What a result is, for an input of this size; one kind for all other numbers.
  static func kind(_ y: Double, _ x: Double) -> UInt64 {
    if y.isNaN { return 1 }
    if y == x { return 2 }
    return y == 0 || y.isInfinite || y == 1 ? y.bitPattern : 3
  }

  /// How often the kind changes along one side of the line.
  static func changes(_ kernel: any Kernel<Double>, sign: Double) throws -> Int {
    let inputs = magnitudes.map { sign * $0 }
    let kinds = zip(try outputs(kernel, inputs), inputs).map(kind)
    return zip(kinds, kinds.dropFirst()).count { $0 != $1 }
  }

  @Test(arguments: Catalogue.names(for: Double.self.name)) func kindsChangeOnce(_ name: String)
    throws
  {
    let kernel = try Catalogue.kernel(named: name, for: Double.self)
    for sign in [-1.0, 1] {
      let changes = try Self.changes(kernel, sign: sign)
      #expect(changes <= 1, "\(name), sign \(sign): \(changes)")
    }
  }

  /// A stretch of a fiftieth of a binade that loses the sign of zero.
  @Test func aLostSignIsFound() throws {
    let sound = try Catalogue.kernel(named: "erfc", for: Double.self)
    #expect(try Self.changes(sound, sign: -1) == 0)
    let mutant = BatchKernel<Double>(sound.description) { x, y in
      try sound.evaluate(x, into: y)
      for i in x.indices where -1.02e300 < x[i] && x[i] < -1e300 { y[i] = 0 }
    }
    #expect(try Self.changes(mutant, sign: -1) == 2)
  }
}
