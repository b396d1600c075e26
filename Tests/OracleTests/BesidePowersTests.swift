import FloatingPointFormats
import Functions
import Testing

@testable import Oracle

/// Truths next to a power of two, on either side of it: below it units are half as large.
@Suite struct BesidePowersTests {
  /// f(x) = x − tiny at x = 2^10, and f′(x) = 1 + tiny at 50.
  @Test func directionsBesideAPower() throws {
    for function in [Function.gelu, .geluTanh, .geluSigmoid, .silu] {
      let value = Oracle(function)
      for mode in [RoundingMode.down, .towardZero] {
        #expect(try value.rounded(at: 1024, to: Double.self, mode) == 1024.0.nextDown)
        #expect(try value.rounded(at: 1024, to: Float.self, mode) == Float(1024).nextDown)
        #expect(try value.rounded(at: 1024, to: Float16.self, mode) == Float16(1024).nextDown)
      }
      #expect(try value.rounded(at: 1024, to: Double.self, .up) == 1024)
      #expect(try value.rounded(at: 1024, to: Double.self, .nearestEven) == 1024)
      let slope = Oracle(function, derivative: 1)
      #expect(try slope.rounded(at: 50, to: Float.self, .up) == Float(1).nextUp)
      #expect(try slope.rounded(at: 50, to: Float.self, .down) == 1)
    }
  }
}
