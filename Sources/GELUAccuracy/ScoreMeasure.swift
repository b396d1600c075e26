import Foundation
import Kernels
import Scoring

/// A measure of a score that can be bounded from above.
package enum ScoreMeasure: Sendable, Hashable {
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

  /// - Throws: `ScoringError`, with the nearest keys.
  init(key: String) throws {
    guard let measure = ScoreMeasure.all.first(where: { $0.key == key }) else {
      let keys = ScoreMeasure.all.map(\.key)
      throw ScoringError(
        "unknown key '\(key.printable)'"
          + (didYouMean(key, among: keys) ?? "; one of \(keys.joined(separator: ", "))"))
    }
    self = measure
  }

  /// Reads a bound.
  /// - Throws: `ScoringError`, which says what the key takes.
  func bound(_ text: String) throws -> Double {
    let isCount: Bool
    switch self {
    case .maxUlp, .maxFiniteUlp, .meanUlp: isCount = false
    case .maxSteps, .errors, .brokenSpecials, .wrong: isCount = true
    }
    let bound = isCount ? UInt64(text).map { Double($0) } : Double(text)
    guard let bound, bound.isFinite, bound >= 0 else {
      throw ScoringError(
        "'\(key)' takes a \(isCount ? "whole" : "finite") number that is not negative, not "
          + "'\(text.printable)'")
    }
    return bound
  }

  /// What a score has.
  struct Reading {
    var value: Double
    var text: String
    /// ` at x = -8.625 (0xc10a)`, or how many there are in all.
    var place = ""
  }

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
