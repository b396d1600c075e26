import FloatingPointFormats
import Testing

@testable import Identification

/// Several candidates on one input line, each on its stretch.
@Suite struct MixtureTests {
  /// Three made-up kernels that share no output.
  private static let kernels: [[UInt64]] = (0..<3).map { k in
    (0..<400).map { UInt64($0 * 10 + k) }
  }

  private func observed(_ parts: [(kernel: Int, count: Int)]) -> [UInt64] {
    var i = 0
    return parts.flatMap { part in
      defer { i += part.count }
      return Array(Self.kernels[part.kernel][i..<i + part.count])
    }
  }

  @Test func partsAreFound() throws {
    let outputs = observed([(1, 100), (0, 50), (1, 250)])
    let parts = try #require(Mixture.parts(outputs, Self.kernels))
    #expect(parts.map(\.from) == [0, 100, 150])
    #expect(parts.map(\.through) == [99, 149, 399])
    #expect(parts.map(\.candidates) == [[1], [0], [1]])
  }

  @Test func oneKernelIsNoMixture() {
    #expect(Mixture.parts(Self.kernels[2], Self.kernels) == nil)
  }

  /// One output of nobody's is enough.
  @Test func unknownOutputsAreNoMixture() {
    var outputs = observed([(1, 200), (0, 200)])
    outputs[320] = 7
    #expect(Mixture.parts(outputs, Self.kernels) == nil)
  }

  @Test func shortPartsAreChance() {
    let outputs = observed([(1, 200), (0, Mixture.shortest - 1), (2, 200 - Mixture.shortest + 1)])
    #expect(Mixture.parts(outputs, Self.kernels) == nil)
    let longer = observed([(1, 200), (0, Mixture.shortest), (2, 200 - Mixture.shortest)])
    #expect(Mixture.parts(longer, Self.kernels)?.count == 3)
  }

  /// A candidate that has a part is named before others that agree on a later one.
  @Test func knownPartsComeFirst() throws {
    var kernels = Self.kernels
    for i in 200..<400 { kernels[0][i] = kernels[2][i] }
    let outputs = observed([(2, 100), (1, 100), (2, 200)])
    let parts = try #require(Mixture.parts(outputs, kernels))
    #expect(parts.last?.candidates == [2, 0])
  }
}
