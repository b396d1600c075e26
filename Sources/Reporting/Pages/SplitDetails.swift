import Analysis
import Foundation
import Verdicts

extension ErrorSplit {
  /// Where the error comes from, by region: in ulp of the exact result, and as plain numbers.
  var markdown: String {
    func shown(_ ulp: Double?, _ absolute: Double) -> [String] {
      guard let ulp else { return ["–", "–"] }
      return [Figures.ulp(ulp.magnitude), String(format: "%.2g", absolute)]
    }
    let rows = regions.map { r in
      [r.region] + shown(r.method?.method, r.absoluteMethod)
        + [Markdown.code(r.method?.input ?? "")]
        + shown(r.evaluation?.evaluation, r.absoluteEvaluation)
        + [Markdown.code(r.evaluation?.input ?? "")]
        + shown(r.rounding?.rounding, r.absoluteRounding)
    }
    return Markdown.details(
      "Where the error comes from: method, evaluation, rounding",
      Table(
        titles: [
          "region", "method, ulp:", "absolute:", "at", "evaluation, ulp:", "absolute:", "at",
          "rounding, ulp:", "absolute:",
        ], rows: rows
      ).markdown)
  }
}
