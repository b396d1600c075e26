import Analysis
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Verdicts

extension GELUPage {
  /// The functions that are compared, with the kernels that stand for them.
  static let neighbours: [(title: String, function: Function, kernel: String)] = [
    ("GELU", .gelu, "erf"), ("SiLU", .silu, "silu"), ("ReLU", .relu, "relu"),
    ("Leaky ReLU (0.01)", .leakyReLU, "leaky-relu"),
  ]

  func comparison() throws -> Table {
    let all = try GELUPage.neighbours.map { try ActivationFacts($0.function) }
    let kernels = GELUPage.neighbours.map(\.kernel)
    func row(_ title: String, _ cell: (ActivationFacts) throws -> String) throws -> [String] {
      try [title] + all.map(cell)
    }
    func turn(_ derivative: Int, _ kind: Landmark.Kind, _ otherwise: [String]) -> [String] {
      all.enumerated().map { i, facts in
        guard let l = facts.turns(derivative).first(where: { $0.kind == kind }) else {
          return otherwise[i]
        }
        let (value, place) = (l.value.rounded(digits: 5), l.location.rounded(digits: 5))
        return "\(value ?? "–") at \(place ?? "–")"
      }
    }
    func gradient(_ x: Double) -> (ActivationFacts) throws -> String {
      { String(format: "%.5g", try $0.value(x, derivative: 1)) }
    }
    // The smallest numbers of float64 stand for the limits at zero.
    let tiny = Double.leastNonzeroMagnitude
    let rows = [
      ["formula", "x·Φ(x)", "x/(1 + exp(−x))", "max(0, x)", "x, or 0.01·x below 0"],
      ["least output"] + (turn(0, .minimum, ["", "", "0 for all x ≤ 0", "none"])),
      try row("gradient just below 0", gradient(-tiny)),
      try row("gradient just above 0", gradient(tiny)),
      try row("gradient at −3", gradient(-3)),
      ["least gradient"] + (turn(1, .minimum, ["", "", "0", "0.01"])),
      ["largest gradient"] + (turn(1, .maximum, ["", "", "1", "1"])),
      try row("negative gradient") { GELUPage.percent(try $0.negativeGradient()) },
      try row("zero output") { facts in
        let share = try facts.exactZero()
        return share < 1e-40 ? "less than 1e-40" : GELUPage.percent(share)
      },
      try row("output near zero") { GELUPage.percent(try $0.nearZero()) },
    ]
    let errors = try [FormatName.float16, .bfloat16].map { format in
      try ["largest error in \(format.rawValue), ULP"]
        + kernels.map { Figures.ulp(try ActivationFacts.score($0, in: format).maxUlp) }
    }
    let prices = [FormatName.bfloat16, .float32].map { format in
      ["cost in \(format.rawValue), ns a value"]
        + kernels.map { kernel in
          CostPage.figure(
            costs.first { $0.kernel == kernel && $0.format == format }?.nanoseconds)
        }
    }
    return Table(
      titles: [""] + GELUPage.neighbours.map(\.title), rows: rows + errors + prices)
  }
}
