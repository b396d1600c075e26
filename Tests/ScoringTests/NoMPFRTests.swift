#if compiler(>=6.2)
  import FloatingPointFormats
  import Functions
  import Kernels
  import Testing

  @testable import Oracle
  @testable import Scoring

  /// Scoring 16-bit outputs computes nothing in multiple precision where the golden table is there.
  /// Each test runs in a process of its own, in which MPFR was never used.
  @Suite struct NoMPFRTests {
    @Test func sixteenBitScores() async {
      await #expect(processExitsWith: .success) {
        for (name, function) in [("erf", Function.gelu), ("tanh", .geluTanh), ("tanh", .gelu)] {
          let kernel = try Catalogue.kernel(named: name, for: BFloat16.self)
          let score = try score(
            kernel, against: Oracle(function), ScoringOptions(inputs: .exhaustive))
          precondition(score.scored == 65536 && score.worst.count == 10)
        }
        let slope = try Catalogue.kernel(named: "erf-backward", for: Float16.self)
        _ = try score(
          slope, against: Oracle(.gelu, derivative: 1), ScoringOptions(inputs: .exhaustive))
        precondition(MPFRUse.threads.load(ordering: .relaxed) == 0)
      }
    }

    /// The counter counts.
    @Test func useIsSeen() async {
      await #expect(processExitsWith: .failure) {
        _ = try Oracle(.gelu).rounded(at: -3, to: Float.self)
        precondition(MPFRUse.threads.load(ordering: .relaxed) == 0)
      }
    }
  }
#endif
