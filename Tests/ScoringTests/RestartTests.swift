import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Errors that are noise under a smooth envelope, as in the tails of erfc: the largest is found by
/// trying around the large ones.
@Suite struct RestartTests {
  /// relu with errors of up to 1000 ulp at 37: a smooth peak, times noise of four sizes.
  static let noisy: BatchKernel<Double> = {
    let about = KernelDescription(
      name: "noisy", function: .relu, formula: "relu with noise", usedBy: "tests", usesLibm: false)
    return BatchKernel<Double>(
      about,
      scalar: { x in
        guard x > 0 else { return x == 0 ? x : 0 }
        func noise(_ shift: UInt64) -> Double {
          var random = SplitMix64(seed: x.bitPattern >> shift)
          return Double(random.next() >> 11) * 0x1p-53
        }
        let peak = 1000 / (1 + (x - 37) * (x - 37))
        let size = peak * noise(34) * noise(26) * noise(18) * noise(3)
        return Double(bitPattern: x.bitPattern &+ UInt64(size))
      })
  }()

  private func found(_ count: Int, restarts: Bool, seed: UInt64) throws -> Double {
    let judge = try Judge(Target(.relu), Signature(.float64), flush: .none)
    var run = SearchRun(Self.noisy, judge, seed: seed, threads: 2)
    run.hasRestarts = restarts
    while run.total.numbers < count { _ = try run.step() }
    return run.total.regions.flatMap(\.worst.candidates).map(\.size).max() ?? 0
  }

  /// On average 88 % of what there is; strata and bisection alone stay below 82 %.
  @Test func noiseInASmoothTailIsClimbed() throws {
    func mean(restarts: Bool) throws -> Double {
      try (1...3).map { try found(100_000, restarts: restarts, seed: $0) }.reduce(0, +) / 3
    }
    let (with, without) = (try mean(restarts: true), try mean(restarts: false))
    #expect(with > 880 && without < 820, "\(with), \(without)")
  }

  @Test func threadsChangeNothing() throws {
    let kernel = try Catalogue.kernel(named: "erfc", for: Double.self)
    let scores = try [1, 3].map {
      try searchScore(kernel, against: Oracle(.gelu), .count(6000), seed: 4, threads: $0)
    }
    #expect(scores[0] == scores[1])
  }
}
