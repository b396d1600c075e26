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
  /// The way from the page to the top of the project: `../`, or nothing.
  let root: String

  package init(scores: [Score], costs: [KernelCost], root: String) {
    (self.scores, self.costs, self.root) = (scores, costs, root)
  }

  /// Nil where a kernel that it speaks of has no score.
  package var markdown: String? {
    let rows = ShipChoice.all.map(row)
    guard rows.allSatisfy({ $0 != nil }) else { return nil }
    let table = Table(
      titles: [
        "format", "", "ship", "largest error, ulp:", "wrong results:", "time, erf = 1:",
        "do not ship",
      ],
      rows: rows.compactMap { $0 })
    return table.markdown + "\n\n" + notes
  }

  private var notes: String {
    """
    The C code of `gelu_fast` is in [gelu_fast.h](\(root)Kernels/gelu_fast.h), that of `gelu_double` in \
    [gelu_double.h](\(root)Kernels/gelu_double.h). Round what the code gives once to the format. The second line of a \
    cell is the best single expression on libm; answer infinite inputs apart there (the value is −0 at −∞, the \
    gradient −0 and 1). *Wrong* results are those that are not correctly rounded, of all \
    \(Figures.count(4_278_190_080)) finite inputs of float32, 65,280 of bfloat16 and 63,488 of float16; in float64 of a \
    sample, where the largest error is the largest known. Kernels with no wrong result at all are [best](\(root)Sources/Kernels/Recommended/Best.swift) \
    and best-backward, in Swift. The tanh and sigmoid forms and SiLU are in gelu_fast.h too.
    """
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
      lines(choice.ways.map { cost($0.source, choice) }),
      "`\(formula(choice))`: \(avoid.maximum) ulp, \(wrong(avoid)) wrong; \(Verdict(avoid).mark)",
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
      score(name, choice).map { ($0.maximum, wrong($0)) }
    case .header(let maxUlp, let right, let numbers):
      ("≥ " + Figures.ulp(maxUlp), "\(Figures.count(numbers - right)) of \(Figures.count(numbers))")
    }
  }

  private func wrong(_ score: Score) -> String {
    let count = Figures.count(score.numbers - score.correctlyRounded)
    return score.bound == .exact ? count : "\(count) of \(Figures.count(score.numbers))"
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
