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
    // The infinite one is no circle.
    #expect(svg.components(separatedBy: "<circle").count == 5)
  }

  /// The recommended kernels stand beside erf with what they get wrong.
  @Test func recommended() throws {
    let text = try #require(Self.page(["erf": 9, "best": 14], [:]).files["cost.md"])
    let s = Fixture(kernel: "erf", format: .float32).score
    let wrong = Figures.count(s.numbers - s.correctlyRounded)
    let none = " – | – | – |"
    #expect(text.contains("| [erf](kernels/erf.md) |\(none)\(none) 9.0 | 1.00 | \(wrong) |\(none)"))
    #expect(text.contains("| [best](kernels/best.md) |\(none)\(none) 14.0 | 1.56 |"))
    let alone = try #require(Self.page(["erf": 9], [:]).files["cost.md"])
    #expect(!alone.contains("Recommended"))
  }

  /// The page says what was built and measured with what, and has latency and baseline of each kernel.
  @Test func methodAndTables() throws {
    var page = Self.page(["erf": 8, "best": 14], [:])
    for i in page.costs.indices {
      page.costs[i].latency = page.costs[i].nanoseconds + 10.5
      page.costs[i].baseline = 5 * page.costs[i].nanoseconds
    }
    let plain = try #require(page.files["cost.md"])
    #expect(!plain.contains("measured with") && plain.contains("evenly spaced on [−8, 8]"))
    #expect(plain.contains("| [best](kernels/best.md) | 14.00 | 1.75 | 24.50 | 70.00 |"))
    #expect(plain.contains("cost in float32: erf: 8.00 ns, 1 ulp](plots/cost-float32.svg)"))
    var build = CostBuild(
      command: "make costs", flags: "-Xcc -march=x",
      [
        "compiler": "Swift 6.3.1", "commit": "0123abc", "processor": "AMD EPYC",
        "date": "2026-01-01",
      ], call: 2.345)
    page.build = build
    let text = try #require(page.files["cost.md"])
    for part in ["`-Xcc -march=x`", "Swift 6.3.1", "`0123abc`", "AMD EPYC", "2.35 ns by itself"] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("same bits"))
    build.baseline = "x86-64"
    page.build = build
    #expect(try #require(page.files["cost.md"]).contains("built for x86-64, where"))
  }

  /// Small and large times keep their digits, and so do small ratios.
  @Test func figures() {
    let times = [0.0344, 0.1, 99.994, 1298.6].map { CostPage.figure($0) }
    #expect(times == ["0.034", "0.10", "99.99", "1,299"])
    #expect(CostPage.figure(nil) == "–")
    let page = Self.page(["erf": 10, "hard": 0.03], [:])
    #expect(page.besideErf(0.03, .float32) == "0.003" && page.besideErf(15, .float32) == "1.50")
    #expect(page.besideErf(1, .float64) == "–")
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
