import Foundation
import Scoring

/// A measure of a score that can be bounded from above.
package enum ScoreMeasure: BoundedMeasure {
  case maxUlp, maxFiniteUlp, maxSteps, meanUlp
  /// How many wrong results of a class there are.
  case errors(ErrorClass)
  /// How many special values are wrong.
  case brokenSpecials
  /// How many results are not correctly rounded.
  case wrong

  package static let all: [ScoreMeasure] =
    [.maxUlp, .maxFiniteUlp, .maxSteps, .meanUlp] + ErrorClass.allCases.map { .errors($0) }
    + [.brokenSpecials, .wrong]

  package var key: String {
    switch self {
    case .maxUlp: "max_ulp"
    case .maxFiniteUlp: "max_finite_ulp"
    case .maxSteps: "max_steps"
    case .meanUlp: "mean_ulp"
    case .errors(let c): c.rawValue
    case .brokenSpecials: "broken_specials"
    case .wrong: "wrong"
    }
  }

  package var isCount: Bool {
    switch self {
    case .maxUlp, .maxFiniteUlp, .meanUlp: false
    case .maxSteps, .errors, .brokenSpecials, .wrong: true
    }
  }

  typealias Reading = MeasureReading

  func reading(of score: Score) -> Reading {
    func at(_ input: String?, second: String? = nil) -> String {
      guard let input, !input.isEmpty else { return "" }
      let format = score.question.signature.input
      let pair = second.flatMap { bits in
        score.target.second.map { ", \($0.role.rawValue) = \(format.exactDecimal(hex: bits))" }
      }
      return " at x = \(format.exactDecimal(hex: input))\(pair ?? "")"
    }
    func count(_ n: Int, _ place: String) -> Reading {
      Reading(value: Double(n), text: "\(n)", place: place)
    }
    switch self {
    case .maxUlp:
      return Reading(
        value: score.maxUlp, text: "\(score.maxUlp)",
        place: at(score.maxUlpInput, second: score.maxUlpSecond))
    case .maxFiniteUlp:
      return Reading(
        value: score.maxFiniteUlp, text: "\(score.maxFiniteUlp)",
        place: at(score.maxFiniteUlpInput))
    case .maxSteps:
      return Reading(
        value: Double(score.maxSteps), text: "\(score.maxSteps)", place: at(score.maxStepsInput))
    case .meanUlp: return Reading(value: score.meanUlp, text: "\(score.meanUlp)")
    case .errors(let c):
      let first = score.classExamples[c.rawValue]
      return count(score.classes[keyPath: c.count], at(first?.input, second: first?.second))
    case .brokenSpecials:
      let broken = score.specials.filter { !$0.ok }
      return count(broken.count, at(broken.first?.input))
    case .wrong:
      return count(score.numbers - score.correctlyRounded, " of \(score.numbers)")
    }
  }
}
