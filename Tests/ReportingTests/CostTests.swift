import FloatingPointFormats
import Kernels
import Scoring
import Testing
import Verdicts

@testable import Reporting

@Suite struct CostTests {
  static func page(_ nanoseconds: [String: Double], _ ulps: [String: Double]) -> CostPage {
    let names = nanoseconds.keys.sorted()
    let kernels = names.map {
      KernelDescription(name: $0, function: .gelu, formula: "", usedBy: "")
    }
    let scores = names.map { name in
      var score = Fixture(kernel: name, format: .float32).score
      score.maxUlp = ulps[name] ?? 1
      return score
    }
    return CostPage(
      kernels: kernels, scores: scores,
      costs: nanoseconds.map { KernelCost(kernel: $0.key, format: .float32, nanoseconds: $0.value) }
    )
  }

  /// Best is what nothing beats in both; a tie in one counts by the other, infinite errors never.
  @Test func whatNothingBeats() throws {
    let files = Self.page(
      ["a": 1, "b": 2, "c": 3, "d": 2, "e": 0.5],
      ["a": 100, "b": 1, "c": 2, "d": 5, "e": .infinity]
    ).files
    let text = try #require(files["cost.md"])
    let table = try #require(text.split(separator: "## All").first)
    for (name, isBest) in [("a", true), ("b", true), ("c", false), ("d", false), ("e", false)] {
      #expect(table.contains("| [\(name)](kernels/\(name).md) |") == isBest, "\(name)")
    }
    let svg = try #require(files["plots/cost-float32.svg"])
    #expect(svg.contains(">a</text>") && svg.contains(">b</text>") && !svg.contains(">c</text>"))
    #expect(svg.components(separatedBy: "<circle").count == 6)
  }

  /// The recommended kernels stand beside erf with what they get wrong.
  @Test func recommended() throws {
    let text = try #require(Self.page(["erf": 9, "best": 14], [:]).files["cost.md"])
    let s = Fixture(kernel: "erf", format: .float32).score
    let wrong = Figures.count(s.numbers - s.correctlyRounded)
    #expect(text.contains("| [erf](kernels/erf.md) | – | – | – | – | 9.0 | \(wrong) | – | – |"))
    #expect(text.contains("| [best](kernels/best.md) | – | – | – | – | 14.0 |"))
    let alone = try #require(Self.page(["erf": 9], [:]).files["cost.md"])
    #expect(!alone.contains("Recommended"))
  }

  /// A slow kernel costs more; the ratio is taken in one run.
  @Test func measured() throws {
    let fast = try Catalogue.kernel(named: "relu", for: Double.self)
    let slow = BatchKernel<Double>(fast.description) { x, y in
      for _ in 0..<20 { try fast.evaluate(x, into: y) }
    }
    let costs = try [fast, slow].map { try KernelCost(of: $0, seconds: 0.001).nanoseconds }
    #expect(costs[0] > 0 && costs[1] > 8 * costs[0])
  }
}

/// Repairs stand with both kernels' figures, those without a kernel are left out.
@Suite struct RepairsTests {
  @Test func figures() throws {
    var (erf, erfc) = (Fixture(kernel: "erf").score, Fixture(kernel: "erfc").score)
    (erf.maxUlp, erfc.maxUlp, erf.classes.flushed) = (254.9, 0.75, 161)
    let costs = [("erf", 9.04), ("erfc", 11.26)].map {
      KernelCost(kernel: $0.0, format: erf.format, nanoseconds: $0.1)
    }
    let text = try #require(
      RepairsPage(pages: PageMap([]), scores: [erf, erfc], costs: costs).markdown)
    #expect(text.contains("254.9 → ") && text.contains("161 → 0") && text.contains("9.0 → 11.3"))
    #expect(text.components(separatedBy: "\n## ").count == 2)
    #expect(RepairsPage(pages: PageMap([]), scores: [erf], costs: costs).markdown == nil)
  }

  /// Each names kernels that there are.
  @Test func kernelsExist() {
    let names = Set(FormatName.reported.flatMap { Catalogue.names(for: $0) })
    for repair in RepairsPage.all {
      #expect(names.contains(repair.before) && names.contains(repair.after), "\(repair.title)")
    }
  }
}
