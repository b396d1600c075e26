import Contracts
import FloatingPointFormats
import Foundation
import Scoring

/// Two kernels, two saved scores or two contracts of one question, A and B.
public struct Comparison: Sendable {
  /// What the two are called.
  public let a, b: String
  public let question: Question
  /// Whether all inputs of the format were tried; nil of contracts.
  public let bound: Score.Bound?
  /// What was put in; nil of contracts.
  public let inputs: InputSummary?
  public let figures: [Figure]
  /// Nil where only the scores or the bounds are known.
  public let outputs: ComparedOutputs?

  /// Of two scores, kept or made from the outputs.
  /// - Throws: `ScoringError`, where they answer different questions.
  public init(
    _ a: Score, _ b: Score, names: (a: String, b: String)? = nil, outputs: ComparedOutputs? = nil
  ) throws {
    try Comparison.check(a.question, b.question, "scores")
    guard a.scored == b.scored else {
      throw ScoringError(
        "the scores are of \(a.scored) and \(b.scored) inputs; score both on the same ones")
    }
    (self.a, self.b) = names ?? (a.kernel, b.kernel)
    question = a.question
    bound = a.bound == .exact && b.bound == .exact ? .exact : .largestKnown
    inputs = a.inputs
    figures = Figure.all(a, b)
    self.outputs = outputs
  }

  /// Of two contracts: bounds in place of what was measured.
  /// - Throws: `ScoringError`, where they answer different questions.
  public init(_ a: Contract, _ b: Contract, names: (a: String, b: String)? = nil) throws {
    try Comparison.check(a.question, b.question, "contracts")
    (self.a, self.b) = names ?? (a.kernel, b.kernel)
    question = a.question
    (bound, inputs, outputs) = (nil, nil, nil)
    figures = Figure.all(a, b)
  }

  private static func check(_ a: Question, _ b: Question, _ noun: String) throws {
    guard a != b else { return }
    let parts: [(name: String, text: (Question) -> String)] = [
      ("function", { $0.target.symbol }), ("factor", { "\($0.target.factor)" }),
      ("format", { "\($0.signature)" }), ("flush model", { $0.flush.rawValue }),
      ("inputs", { $0.inputs.text }), ("list of inputs", { $0.inputs.digest ?? "none" }),
      ("region", { $0.region.map { "\($0.lowerBound):\($0.upperBound)" } ?? "none" }),
    ]
    let part = parts.first { $0.text(a) != $0.text(b) }
    let difference = part.map { "\($0.name) \($0.text(a)) and \($0.text(b))" } ?? "constants"
    throw ScoringError("the \(noun) answer different questions: \(difference)")
  }
}

/// What B must keep for a comparison to hold.
public enum ComparisonRule: String, Sendable, CaseIterable {
  /// No class of wrong results has more inputs in B than in A, no more special values are broken, and neither the
  /// largest error nor the largest one of a finite output is larger.
  case noWorse = "no-worse"
  /// At no input is A nearer to the exact value than B.
  case noInputWorse = "no-input-worse"
  /// All outputs are equal to the bit; of scores and contracts, all figures.
  case same
  /// Nothing.
  case none
}

extension Comparison {
  /// Why B breaks a rule, one line each; empty where it keeps it.
  /// - Throws: `ScoringError`, where the rule is about outputs and there are none.
  public func breaches(of rule: ComparisonRule) throws -> [String] {
    switch rule {
    case .none: return []
    case .noWorse:
      return figures.filter { $0.decides && $0.change == .worse }.map(line)
    case .same:
      guard let outputs else { return figures.filter { $0.change != .same }.map(line) }
      guard outputs.differing > 0 else { return [] }
      let place = outputs.firstDifference.map { ", the first at \($0.input)" } ?? ""
      return ["\(outputs.differing) of \(outputs.compared) outputs differ\(place)"]
    case .noInputWorse:
      guard let outputs else {
        throw ScoringError(
          "no-input-worse needs the outputs of both; scores and contracts do not have them")
      }
      guard let first = outputs.closer.firstA else { return [] }
      return [
        "A is nearer to the exact value at \(outputs.closer.a) inputs, the first \(first.input)"
      ]
    }
  }

  private func line(_ figure: Figure) -> String {
    let place = figure.input.isEmpty ? "" : " at \(figure.input)"
    return
      "\(figure.what) \(Comparison.shown(figure.b))\(place), in A \(Comparison.shown(figure.a))"
  }

  /// A figure in words; a dash for one without a bound.
  static func shown(_ x: Double?) -> String {
    guard let x else { return "–" }
    guard x == x.rounded(), x.magnitude < 1e15 else { return "\(x)" }
    return String(format: "%.0f", x)
  }
}
