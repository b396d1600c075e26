import FloatingPointFormats
import Functions
import Kernels
import Testing

@testable import Reporting
@testable import Scoring

/// A formula's other variants are rows on its page, and rules that outputs break are listed there.
@Suite struct VariantTests {
  private var native: Fixture { Fixture(kernel: "made-up+native") }

  private func structure(_ kernel: String, _ change: (inout Structure) -> Void = { _ in }) throws
    -> Structure
  {
    var found = try Structure(
      kernel, from: BFloat16.self, to: BFloat16.self, .init(.relu), StructurePart())
    found.target = Target(.gelu)
    change(&found)
    return found
  }

  private func report(_ structures: [Structure] = []) throws -> [String: String] {
    try Report(
      kernels: [.bfloat16: [Fixture().description, native.description]],
      scores: [Fixture().score, native.score], structures: structures
    ).files
  }

  @Test func variantsAreRowsOfOnePage() throws {
    let files = try report()
    #expect(files["kernels/made-up+native.md"] == nil)
    #expect(files["plots/made-up+native-bfloat16-gelu.svg"] == nil)
    #expect(files["scores/gelu.jsonl"]?.contains("\"kernel\":\"made-up+native\"") == true)
    let page = try #require(files["kernels/made-up.md"])
    #expect(page.contains("## Other variants"))
    #expect(
      page.contains(
        "| made-up+native | bfloat16 against gelu | 254.9 |"
      ))
    let index = try #require(files["README.md"])
    #expect(index.contains("[254.9](kernels/made-up.md#other-variants)"))
    #expect(Checks.brokenLinks(files) == [] && Checks.unevenTables(files) == [])
  }

  @Test func onlyVariantsStandOnThePageOfTheFirst() {
    let some = ["erf+f64", "tanh", "erf+native"].map { Fixture(kernel: $0).description }
    let pages = PageMap(some)
    #expect(pages.heads.map(\.name) == ["erf+f64", "tanh"])
    #expect(pages.link("erf+native") == "erf+f64.md#other-variants")
    #expect(pages.link("tanh") == "tanh.md" && pages.link("unknown") == "unknown.md")
  }

  @Test func structureIsShown() throws {
    let sound = try #require(try report([structure("made-up")])["kernels/made-up.md"])
    #expect(sound.contains("Structure: order, signs, size, symmetry and landmarks of"))
    let broken = try structure("made-up") {
      $0.defects = [
        DefectRanges(
          rule: StructureRule.bounded.rawValue, inputs: 5, rangeCount: 4,
          ranges: (0..<4).map {
            .init(
              from: "0x400\($0)", to: "0x400\($0 == 2 ? 3 : $0)", count: 1 + $0 % 2,
              output: "0x0000")
          })
      ]
      $0.landmarks = [
        StructureLandmark(name: "the end", expected: "0x3f80", found: "0x4000", ok: false)
      ]
    }
    let variant = try structure("made-up+native") { $0.defects = broken.defects }
    let page = try #require(try report([broken, variant])["kernels/made-up.md"])
    #expect(page.contains("Structure: 1 rule broken, 1 of 1 landmark missed"))
    #expect(page.contains("| **broken**: \\|f(x)\\| ≤ \\|x\\| | 5 | 4 |") && page.contains("; … |"))
    #expect(page.contains("**missed**: the end"))
    #expect(page.contains("| 1 rule broken |"))
    #expect(Checks.unevenTables(["a.md": page]) == [])
  }
}
