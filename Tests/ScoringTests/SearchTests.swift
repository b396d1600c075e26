import FloatingPointFormats
import Kernels
import Oracle
import Testing

@testable import Scoring

@Suite struct SearchTests {
  private func search(_ name: String, _ count: Int, seed: UInt64 = 1) throws -> Score {
    let kernel = try Catalogue.kernel(named: name, for: Double.self)
    let oracle = Oracle(.gelu, derivative: kernel.description.target.derivative)
    return try searchScore(kernel, against: oracle, .count(count), seed: seed)
  }

  /// The zero of gelu′ near −0.7518, where errors peak within 2^−50 of it.
  @Test func findsTheZeroOfTheDerivative() throws {
    let score = try search("erf-backward", 300_000)
    #expect(score.bound == .largestKnown && score.inputs.kind == "search")
    #expect(score.maxUlp > 1e16)
    let bits = try #require(UInt64(score.maxUlpInput.dropFirst(2), radix: 16))
    #expect(abs(Double(bitPattern: bits) - -0.7517915246935645) < 1e-14)
  }

  /// Where 1 + erf has cancelled to nothing.
  @Test func findsTheTail() throws {
    #expect(try search("erf", 60_000).maxUlp > 9e15)
  }

  @Test func isRepeatable() throws {
    #expect(try search("erfc", 30_000, seed: 5) == search("erfc", 30_000, seed: 5))
    #expect(try search("erfc", 30_000, seed: 5) != search("erfc", 30_000, seed: 6))
  }
}
