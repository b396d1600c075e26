import FloatingPointFormats
import Foundation
import GELUAccuracy
import Kernels
import Scoring
import Testing

/// The figures in README and Documentation against what the suite computes or has committed.
@Suite struct ProseFigureTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOf: DocumentationTests.root.appending(path: path), encoding: .utf8)
  }

  /// A committed score, as JSON.
  private static func score(_ stem: String) throws -> [String: Any] {
    try storedScore(stem, in: DocumentationTests.root.appending(path: "Reports").path)
  }

  /// “5 functions and 14 pairs of quantisations”, “70 cases, none of them differs”: what the comparison printed.
  @Test func theQuantisedCasesAreThoseOfTheRun() throws {
    let readme = try Self.text("Reference/Quantised/README.md")
    let lines = try Self.text("Reference/Quantised/compare.txt").split(separator: "\n")
    let cases = lines.filter { $0.hasSuffix("errors agree") && $0.contains(": 0 of ") }
    let functions = Set(cases.map { $0.prefix { $0 != " " } })
    let pairs = cases.count / functions.count
    #expect(
      lines.last == "\(cases.count) cases, 0 of them differ" && cases.count == lines.count - 1)
    #expect(readme.contains("\(functions.count) functions and \(pairs) pairs of quantisations"))
    #expect(readme.contains("\(cases.count) cases, none of them differs"))
  }

  @Test func everyFunctionHasItsDefinition() throws {
    let lines = try Self.text("Documentation/Definitions.md").split(separator: "\n")
    let names = lines.filter { $0.hasPrefix("| `") }.flatMap {
      $0.split(separator: " | ")[0].split(separator: "`")
    }
    for function in Function.all { #expect(names.contains(Substring(function.name))) }
  }

  @Test func theNumberOfKernelsIsTheCatalogues() throws {
    let names = FormatName.reported.map { Catalogue.names(for: $0) }
    let (kernels, all) = (Set(names.joined()).count, names.joined().count)
    #expect(
      try Self.text("README.md").contains(
        "scores \(kernels) built-in kernels, \(all) with their formats"), "\(kernels), \(all)")
    #expect(try Self.text("Reports/README.md").contains("scores of \(kernels) kernels."))
  }

  /// “Its own `best` kernels are correctly rounded …, its `fast` kernels are faithful: all eight.”
  @Test func theRecommendedKernelsAreWhatTheReadmeSays() throws {
    let readme = try Self.text("README.md")
    #expect(readme.contains("`best` kernels are correctly rounded for every float16, bfloat16"))
    #expect(readme.contains("all eight on every input of these formats; `fast` itself in float64"))
    let forms = ["": "gelu", "-tanh": "gelu-tanh", "-sigmoid": "gelu-sigmoid", "-silu": "silu"]
    for (form, function) in forms {
      for order in ["", "-backward"] {
        for format in FormatName.reported where format != .float64 {
          func stem(_ name: String) -> String {
            "\(name)\(form)\(order)-\(format.rawValue)-\(function)"
              + (order.isEmpty ? "" : "-derivative")
          }
          for (name, key) in [("best", "correctly_rounded"), ("fast", "faithful")] {
            let score = try Self.score(stem(name))
            #expect(score["bound"] as? String == "exact", "\(stem(name))")
            #expect(score[key] as? Int == score["numbers"] as? Int, "\(stem(name))")
          }
        }
      }
    }
    let wide = Catalogue.names(for: .float64).filter { $0.hasPrefix("fast") }
    #expect(wide.filter { !$0.hasPrefix("fast-gelu") } == ["fast"])
  }

  @Test func proofSaysHowManyOutputsLeaveTheFirstRung() throws {
    let rungs = try #require(try Self.score("erf-float32-gelu")["rungs"] as? [String: Int])
    let left = try #require(rungs["double_double"]) + #require(rungs["multiple_precision"])
    #expect(
      try Self.text("Documentation/Proof.md").contains(
        "erf kernel's 4,278,190,080 float32 outputs \(left) go there"), "\(left)")
  }

  /// Both consoles of the README, line by line.
  @Test func theConsolesShowWhatIsPrinted() throws {
    let blocks = try Self.text("README.md").matches(
      of: /```console\n\$ swift run -c release gelu-accuracy ([^\n]+)\n([^`]+)```/)
    #expect(blocks.count == 2)
    for block in blocks {
      let run = try Run(block.1.split(separator: " ").map(String.init))
      #expect(run.out == String(block.2), "\(block.1)")
    }
  }

  /// The torch table: largest errors, shares and counts of Reports/pytorch.json.
  @Test func theTorchTableIsTheCommittedRun() throws {
    let data = try Data(
      contentsOf: DocumentationTests.root.appending(path: "Reports/pytorch.json"))
    let runs = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let readme = try Self.text("README.md")
    for (name, function) in [("erf", "gelu"), ("tanh", "gelu-tanh")] {
      for (order, derivative) in [("value", 0), ("gradient", 1)] {
        let run = try #require(
          runs.first {
            $0["format"] as? String == "float32" && $0["function"] as? String == function
              && $0["derivative"] as? Int == derivative
          })
        let right = try #require(run["correctly_rounded"] as? Int)
        let share = 100 * Double(right) / Double(try #require(run["numbers"] as? Int))
        let row = try #require(
          readme.split(separator: "\n").first { $0.hasPrefix("| \(name), \(order) |") })
        #expect(row.contains(String(format: "| %.3f %% |", share)), "\(row)")
        #expect(row.contains("`\(try #require(run["max_ulp_input"] as? String))`"), "\(row)")
        let largest =
          (run["max_ulp"] as? Double).map { String(format: "| %.1e at", $0) } ?? "| ∞ at"
        #expect(row.contains(largest.replacing("e+0", with: "e")), "\(row)")
      }
    }
  }
}
