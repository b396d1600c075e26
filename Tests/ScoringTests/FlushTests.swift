import FloatingPointFormats
import Kernels
import Oracle
import Scoring
import Testing

/// Flush models accept the zeros they say, and no others.
@Suite struct FlushTests {
  private func score(_ kernel: any Kernel<BFloat16>, _ flush: FlushModel) throws -> Score {
    try Scoring.score(
      kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive, flush: flush))
  }

  @Test func ftzAcceptsSubnormalResultsOnly() throws {
    let sound = try Catalogue.kernel(named: "erfc", for: BFloat16.self)
    let flushing = Mutants.flushedSubnormals(sound)
    let (strict, lenient) = (try score(flushing, .none), try score(flushing, .ftz))
    #expect(strict.classes.flushedSubnormal > 100)
    #expect(strict.maxSteps > 100)
    #expect(lenient.classes.flushedSubnormal == 0)
    #expect(lenient.maxUlp <= 0.51)
    // A flushed normal result is wrong under any model.
    let tail = Mutants.flushedTail(sound, below: -5)
    #expect(try score(tail, .dazFtz).classes.flushed > 100)
  }

  @Test func soundKernelScoresTheSameUnderAnyModel() throws {
    let sound = try Catalogue.kernel(named: "erfc", for: BFloat16.self)
    let (a, b) = (try score(sound, .none), try score(sound, .dazFtz))
    #expect(a.maxSteps == b.maxSteps && a.faithful == b.faithful)
  }
}
