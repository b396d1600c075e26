import Foundation
import Functions
import Scoring
import Testing

@testable import Reporting

/// The page on GELU: its facts against figures of mpmath, the committed text against what is computed.
@Suite struct GELUPageTests {
  private static let documentation = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation")

  /// Elsewhere libm's last bits are others.
  private static var isOfThisLibm: Bool {
    let page = documentation.appending(path: "GELU.md")
    return (try? String(contentsOf: page, encoding: .utf8))?.contains(platformLibm) ?? true
  }

  @Test(.enabled(if: isOfThisLibm)) func committedIsWhatIsComputed() throws {
    let costs = try CostFile(
      contentsOf: Self.documentation.appending(path: "../Reports/costs.jsonl").path
    ).costs
    for (name, text) in try GELUPage(costs: costs).files() {
      let there = try String(
        contentsOf: Self.documentation.appending(path: name), encoding: .utf8)
      #expect(there == text, "Documentation/\(name) is not what is computed: run make gelu-page")
    }
  }

  /// Where gelu and silu turn, and what share of N(0, 1) lies below.
  @Test func turningPoints() throws {
    for (function, place, value, share) in [
      (Function.gelu, -0.75179152469356446, -0.16997120747990367, 0.22608821980160674),
      (.silu, -1.2784645427610738, -0.27846454276107380, 0.10054283956501291),
    ] {
      let facts = try ActivationFacts(function)
      let turn = ActivationFacts.doubles(try #require(facts.turns(0).first))
      #expect(abs(turn.place - place) < 1e-15 && abs(turn.value - value) < 1e-16)
      #expect(abs(try facts.negativeGradient() - share) < 1e-13)
      #expect(facts.turns(1).count == 2)
    }
    #expect(try ActivationFacts(.relu).negativeGradient() == 0)
  }

  @Test(arguments: [
    ("gelu", 0.01970334874859143), ("silu", 0.01595981997895246), ("relu", 0.5039893563146316),
    ("leaky-relu", 0.3453341023831746),
  ])
  func sharesNearZero(_ name: String, _ known: Double) throws {
    let function = try #require(Function.all.first { $0.name == name })
    let share = try ActivationFacts(function).nearZero()
    #expect(abs(share - known) < 1e-14)
    // The same by adding up the density over a fine grid.
    var sum = 0.0
    let step = 1.0 / 4096
    for i in -40960..<40960 {
      let x = (Double(i) + 0.5) * step
      let y =
        switch name {
        case "gelu": x * erfc(-x / 2.0.squareRoot()) / 2
        case "silu": x / (1 + exp(-x))
        case "relu": max(0, x)
        default: x < 0 ? 0.01 * x : x
        }
      if abs(y) < 0.01 { sum += step * exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
    }
    #expect(abs(share - sum) < 4e-4, "\(share), \(sum)")
  }

  @Test func sharesOfZero() throws {
    #expect(try ActivationFacts(.relu).exactZero() == 0.5)
    #expect(try ActivationFacts(.leakyReLU).exactZero() < 1e-300)
    let gelu = try ActivationFacts(.gelu).exactZero()
    #expect(gelu > 0 && gelu < 1e-40)
  }

  @Test func percents() {
    #expect(GELUPage.percent(0) == "0 %" && GELUPage.percent(0.5) == "50 %")
    #expect(GELUPage.percent(0.226088) == "22.61 %")
  }

  /// Curves and letters stand out from both grounds, and letters are 13 pixels of 400.
  /// Readable 400 pixels wide; each function has a curve of its own ink and dash in both panels, and a gradient that
  /// jumps is two lines.
  @Test func picture() throws {
    let svg = try ActivationPicture().svg()
    #expect(Checks.badPictures(["gelu.svg": svg]) == [] && svg.contains("width=\"400\""))
    let curves = ActivationPicture.curves
    #expect(Set(curves.map(\.ink)).count == 4 && Set(curves.map(\.dash)).count == 4)
    for curve in curves {
      let lines = svg.split(separator: "\n").filter {
        $0.contains("stroke-width=\"2\"\(curve.dash.rawValue)/>") && $0.contains(curve.ink.stroke)
      }
      #expect(lines.count == 2, "\(curve.name)")
      let parts = lines.map { $0.components(separatedBy: "M").count - 1 }
      let isPiecewise = curve.function.isPiecewiseLinear
      #expect(parts == (isPiecewise ? [2, 2] : [1, 1]), "\(curve.name)")
    }
  }
}
