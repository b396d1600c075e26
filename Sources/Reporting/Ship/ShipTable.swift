import FloatingPointFormats
import Foundation
import Functions
import Scoring
import Verdicts

/// The table that answers first: for each format what to ship, what it is worth and costs, and what not to ship.
///
/// Its figures are those of the scores and costs that it is given.
package struct ShipTable {
  let scores: [Score]
  let costs: [KernelCost]
  /// The way from the page to the top of the project: `../`, or nothing; nil where the page is elsewhere, and has
  /// no links to sources.
  let root: String?

  package init(scores: [Score], costs: [KernelCost], root: String?) {
    (self.scores, self.costs, self.root) = (scores, costs, root)
  }

  /// Nil where a kernel that it speaks of has no score.
  package var markdown: String? {
    let rows = ShipChoice.all.map(row)
    guard rows.allSatisfy({ $0 != nil }) else { return nil }
    let table = Table(
      titles: [
        "format", "", "ship", "largest error, ulp:", "wrong results:", "do not ship",
        "time, that = 1:",
      ],
      rows: rows.compactMap { $0 })
    return table.markdown + "\n\n" + notes
  }

  private var notes: String {
    """
    In C: \(link("Kernels/gelu_fast.h")) has `gelu_fast`, and the same for the tanh and sigmoid forms and SiLU; \
    \(link("Kernels/gelu_double.h")) has `gelu_double`. Round the result once to the format: bfloat16 through float \
    rounds twice.


    """
      + Markdown.details(
        "What the columns mean, and what else there is",
        """
        - The second line of a cell is a single expression on libm. It needs an answer of its own at infinite inputs: \
        the value is -0 at -∞, the gradient -0 and 1.
        - *Wrong* results are those that are not correctly rounded, of all finite inputs of the format; where a sample was \
        scored, the cell says of how many, and a largest error with “≥” is the largest known. *Around zero* x/2 is \
        subnormal.
        - Times are those of the kernels in Swift; this project's own compute eight values at a time\(how). C code can \
        be slower: Clang makes vectors of `gelu_fast`, GCC 12 only with `-O3 -fno-trapping-math`.
        - In Swift there are also `best`, whose results are all correctly rounded up to 32 bits \
        (\(link("Sources/Kernels/Recommended/Best.swift"))), and `fast` in float64, within 0.7 ulp by a written bound \
        (\(link("Sources/Kernels/Recommended/FastFloat64.swift"))).
        """)
  }

  /// A link to the page on costs, which lies in the report's folder where there are any.
  private var how: String {
    costs.isEmpty ? "" : " ([how](\(root == "" ? "Reports/" : "")cost.md))"
  }

  private func link(_ file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return root.map { "[\(name)](\($0)\(file))" } ?? name
  }

  private func row(_ choice: ShipChoice) -> [String]? {
    let ways = choice.ways.map { figures($0.source, choice) }
    guard ways.allSatisfy({ $0 != nil }), let avoid = score(choice.avoid, choice) else {
      return nil
    }
    func lines(_ texts: [String]) -> String { texts.joined(separator: "<br>") }
    return [
      choice.derivative == 0 ? choice.format.rawValue : "",
      choice.derivative == 0 ? "value" : "gradient",
      lines(choice.ways.map { "`\($0.code)`" }),
      lines(ways.compactMap { $0?.error }), lines(ways.compactMap { $0?.wrong }),
      "`\(formula(choice))`: \(avoid.maximum) ulp, \(wrong(avoid)) wrong; \(Verdict(avoid).mark)",
      lines(choice.ways.map { cost($0.source, choice) }),
    ]
  }

  private func formula(_ choice: ShipChoice) -> String {
    choice.derivative == 0 ? "x/2·(1 + erf(x/√2))" : "(1 + erf(x/√2))/2 + x·φ(x)"
  }

  private func figures(
    _ source: ShipChoice.Source, _ choice: ShipChoice
  ) -> (error: String, wrong: String)? {
    switch source {
    case .kernel(let name):
      score(name, choice).map { ($0.maximum, wrong($0) + aroundZero($0)) }
    case .header(let maxUlp, let right, let numbers, let libm):
      (
        "≥ " + Figures.ulp(maxUlp),
        "\(Figures.count(numbers - right)) of \(Figures.count(numbers)), with \(libm)"
      )
    }
  }

  /// How many results are wrong, and of how many where a sample was scored.
  private func wrong(_ score: Score) -> String {
    let count = Figures.count(wrongResults(score))
    return score.bound == .exact ? count : "\(count) of \(Figures.count(score.numbers))"
  }

  private func wrongResults(_ score: Score) -> Int { score.numbers - score.correctlyRounded }

  /// How many of the wrong results lie around zero.
  private func aroundZero(_ score: Score) -> String {
    guard let region = score.regions.first(where: { $0.name == "around zero" }) else { return "" }
    let wrong = region.count - region.correctlyRounded
    guard wrong > 0 else { return "" }
    let all = wrong == wrongResults(score)
    return all ? ", all around zero" : ", \(Figures.count(wrong)) of them around zero"
  }

  private func score(_ kernel: String, _ choice: ShipChoice) -> Score? {
    scores.first {
      $0.kernel == kernel && $0.format == choice.format
        && $0.target == Target(.gelu, derivative: choice.derivative)
    }
  }

  /// Beside the formula that is not to be shipped; a dash where one of them was not timed.
  private func cost(_ source: ShipChoice.Source, _ choice: ShipChoice) -> String {
    func time(_ kernel: String) -> Double? {
      costs.first { $0.kernel == kernel && $0.format == choice.format }?.nanoseconds
    }
    guard case .kernel(let name) = source, let ours = time(name), let theirs = time(choice.avoid)
    else { return "–" }
    return String(format: "%.2f", ours / theirs)
  }
}
