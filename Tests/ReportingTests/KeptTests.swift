import FloatingPointFormats
import Functions
import Kernels
import Testing

@testable import Reporting
@testable import Scoring

/// What a report keeps of what was measured, and what it finds out once for all kernels.
@Suite struct KeptTests {
  private static let usual = Fixture()
  private static let variant = Fixture(kernel: "made-up+native")
  private static let against = Fixture(function: .silu, format: .float32)

  private func kept(_ score: Score) throws -> Score {
    let report = try Report(
      kernels: [Self.usual.description, Self.variant.description],
      scores: [Self.usual.score, Self.variant.score, Self.against.score])
    return try #require(report.data.scores.first { $0.stem == score.stem })
  }

  /// A score with a page has all; one that is a row of a table has what the row shows.
  @Test func ofScores() throws {
    #expect(try kept(Self.usual.score) == Self.usual.score)
    let row = try kept(Self.variant.score)
    #expect(row.histogram.isEmpty && !row.hasProfile && row.specials.isEmpty)
    #expect(row.maxUlp == Self.variant.score.maxUlp && row.regions.count == 13)
    // Against another function: the largest errors are drawn in float32, and no more.
    let other = try kept(Self.against.score)
    #expect(other.histogram.isEmpty && other.hasProfile)
  }

  /// A page shows three ranges of a rule.
  @Test func ofStructures() throws {
    var structure = try Structure(
      "made-up", from: BFloat16.self, to: BFloat16.self, .init(.relu), StructurePart())
    structure.defects = [
      DefectRanges(
        rule: "a rule", inputs: 10, rangeCount: 4,
        ranges: [1, 4, 2, 3].map { .init(from: "0x0\($0)", to: "0x0\($0)", count: $0, output: "0") }
      )
    ]
    #expect(structure.kept(true).defects[0].ranges.map(\.count) == [4, 3, 2])
    #expect(structure.kept(false).defects[0].ranges.isEmpty)
    #expect(structure.kept(false).counts == structure.counts)
  }

  /// Scores of the same function and format with other regions have another propagated error.
  @Test func ofPropagatedErrors() throws {
    var other = Self.usual.score
    other.regions[1].from = "0xc157"
    let (a, b) = (Propagated.of(Self.usual.score), Propagated.of(other))
    #expect(try #require(a).regions[1].first?.input == Self.usual.score.regions[1].from)
    #expect(try #require(b).regions[1].first?.input == "0xc157")
  }
}
