import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring
import Testing
import Verdicts

@testable import Reporting

/// Verdicts on real kernels, and on sound ones with a planted defect.
@Suite struct RealKernelReportTests {
  private func kernel(_ name: String) throws -> any Kernel<BFloat16> {
    try Catalogue.kernel(named: name, for: BFloat16.self)
  }

  private func score(_ kernel: any Kernel<BFloat16>, _ function: Function? = nil) throws -> Score {
    try Scoring.score(
      kernel, against: Oracle(kernel.description.target.with(function)),
      ScoringOptions(inputs: .exhaustive))
  }

  @Test func reportHolds() throws {
    let kernels = try ["erf", "erfc", "tanh", "relu", "erf-backward"].map(kernel)
    let scores = try kernels.map { try score($0) } + [score(kernels[2], .gelu)]
    let files = try Report(kernels: kernels.map(\.description), scores: scores).files
    #expect(Checks.brokenLinks(files) == [] && Checks.unevenTables(files) == [])
    #expect(Checks.badPictures(files) == [])
    let page = try #require(files["kernels/erf.md"])
    #expect(page.contains("**Loses the tail**: zero for 161 inputs"))
    #expect(
      page.contains("Largest error: 254.9 ulp at -8.625 (`0xc10a`), in the region “deep tail”."))
    #expect(page.contains("Special values: -inf gives NaN, not -0."))
  }

  @Test func verdictsNameThePlantedDefect() throws {
    let erfc = try kernel("erfc")
    #expect(Verdict(try score(kernel("relu"))).kind == .correctlyRounded)
    #expect(Verdict(try score(erfc)).kind == .faithful)
    #expect(Verdict(try score(kernel("erf"))).mark == "loses the tail")
    #expect(Verdict(try score(Mutants.nan(erfc, at: 300...302))).kind == .nan(3))
    #expect(Verdict(try score(Mutants.wrongSign(erfc))).mark == "wrong sign")
    let one = BFloat16(nearest: 1.5).ordinal
    #expect(Verdict(try score(Mutants.infinite(erfc, at: one...one))).kind == .infinite(1))
    let near = Mutants.displaced(erfc, steps: 3, at: one...one)
    #expect(try [.within(3), .within(4)].contains(Verdict(score(near)).kind))
    let far = Mutants.displaced(erfc, steps: 30, at: one...one)
    #expect(Verdict(try score(far)).mark == "worst in “bend”")
  }
}
