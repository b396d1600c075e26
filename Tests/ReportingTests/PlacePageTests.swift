import FloatingPointFormats
import Kernels
import Oracle
import Scoring
import Testing
import Verdicts

@testable import Reporting

/// A kernel's page says where classes occur, and how many NaNs a region has beside its infinite maximum.
@Suite struct PlacePageTests {
  @Test func rangesAndCounts() throws {
    let first = Float16(nearest: 10.5).ordinal
    let sound = try Catalogue.kernel(named: "best", for: Float16.self)
    let kernel = Mutants.nan(sound, at: first...first + 3)
    let score = try score(kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
    let page = KernelSection(
      score: score, pictures: Pictures(hasErrors: false, hasHistogram: false)
    )
    .markdown
    #expect(page.contains("| where |"), "\(page)")
    #expect(page.contains("| 10.5 `0x4940` to 10.5234375 `0x4943` |"), "\(page)")
    #expect(page.contains("| ∞ (4 NaN) |"), "\(page)")
    #expect(
      page.contains("**NaN** for 4 finite inputs, from 10.5 (`0x4940`) to 10.5234375 (`0x4943`)."))
    // Of a sample the ends are those of its inputs.
    var sampled = score
    sampled.bound = .largestKnown
    #expect(
      Verdict(sampled).sentence.contains(
        "**NaN** for 4 finite inputs, in the sample from 10.5 (`0x4940`) to 10.5234375 (`0x4943`).")
    )
    // A score without ranges has its page as ever.
    var old = score
    old.classRanges = nil
    for i in old.regions.indices { old.regions[i].nanForNumber = nil }
    let before = KernelSection(
      score: old, pictures: Pictures(hasErrors: false, hasHistogram: false)
    ).markdown
    #expect(!before.contains("| where |") && !before.contains("4 NaN)"))
  }
}
