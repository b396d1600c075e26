import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

/// What outputs must keep: bounds of the largest error, of how many of each class of wrong results there are, and
/// of other measures of a score.
public struct AccuracyRequirement: Sendable, Equatable {
  package struct Limit: Sendable, Equatable {
    package var measure: ScoreMeasure
    package var most: Double
  }

  /// What is held to, in the order in which it is said.
  package private(set) var limits: [Limit]

  /// - Parameters:
  ///   - maxUlp: the largest |ULP error| that holds.
  ///   - allowed: at most this many of each class; none unless said. A broken special value is never allowed.
  public init(maxUlp: Double, allowed: ClassCounts = ClassCounts()) {
    limits =
      [Limit(measure: .maxUlp, most: maxUlp)]
      + ErrorClass.bySeverity.map {
        Limit(measure: .errors($0), most: Double(allowed[keyPath: $0.count]))
      } + [Limit(measure: .brokenSpecials, most: 0)]
  }

  /// Reads `max_ulp=2,flushed=0`. What is not named is not required.
  ///
  /// The keys are `max_ulp`, `max_finite_ulp`, `max_steps`, `mean_ulp`, those of the classes in a score's JSON,
  /// `broken_specials`, and `wrong`, the number of results that are not correctly rounded.
  /// - Throws: `ScoringError`, one line with the key and what it takes.
  public init(_ text: String) throws {
    limits = try ScoreMeasure.bounds(text, as: "max_ulp=2,flushed=0").map {
      Limit(measure: $0, most: $1)
    }
  }

  /// What a score breaks, a line each: `max_ulp is 254.9, at most 1`. Empty where it keeps all.
  public func violations(of score: Score) -> [String] {
    broken(by: score).map { limit, reading in
      limit.measure == .brokenSpecials && limit.most == 0
        ? "\(reading.text) of \(score.specials.count) special values are wrong"
        : "\(limit.measure.key) is \(reading.text), at most \(shortest(limit.most))"
    }
  }

  /// The same with the input of each: `max_ulp is 254.9 at x = -8.625 (0xc10a), at most 2`.
  package func placedViolations(of score: Score) -> [String] {
    broken(by: score).map { limit, reading in
      "\(limit.measure.key) is \(reading.text)\(reading.place), at most \(shortest(limit.most))"
    }
  }

  private func broken(by score: Score) -> [(Limit, ScoreMeasure.Reading)] {
    limits.map { ($0, $0.measure.reading(of: score)) }.filter { !($0.1.value <= $0.0.most) }
  }
}

/// As it was said: `max_ulp=2, flushed=0`.
extension AccuracyRequirement: CustomStringConvertible {
  public var description: String {
    limits.map { "\($0.measure.key)=\(shortest($0.most))" }.joined(separator: ", ")
  }
}

/// A kernel that does not keep what was required of it. Printed, it says what is broken, the score in a few
/// lines, and the worst inputs with what was got and wanted.
public struct AccuracyFailure: Error, CustomStringConvertible {
  public let score: Score
  public let violations: [String]

  public var description: String {
    let examples = score.worst.prefix(5).map { w in
      let signature = score.question.signature
      return "  x = \(signature.input.exactDecimal(hex: w.input)): got "
        + "\(signature.output.exactDecimal(hex: w.output)), truth \(w.truth), \(w.ulp) ulp"
    }
    return
      (violations + [score.description] + (examples.isEmpty ? [] : ["worst inputs"]) + examples)
      .joined(separator: "\n")
  }
}

/// Scores a function of one value, as `score` does, and throws where it breaks the requirement: in a test,
///
///     try requireAccuracy("mine", maxUlp: 0.51) { (x: Float) in myGELU(x) }
///
/// fails with the worst inputs, the outputs there and the truths.
///
/// - Parameters:
///   - name: what the score calls it.
///   - function: what it is held to.
///   - derivative: 1 where it is the gradient with dy = 1, 2 for the second derivative.
///   - maxUlp: the largest |ULP error| allowed, in ULP of the outputs' format.
///   - allowed: how many of each class of wrong results; none unless said.
///   - inputs: as in `score`.
///   - flush: which results may be zero for a subnormal number.
///   - body: called from several threads at once, once for each input.
/// - Returns: the score, where it keeps the requirement.
/// - Throws: `AccuracyFailure`, and what `score` throws.
@discardableResult
public func requireAccuracy<X: BinaryFormat, Y: BinaryFormat>(
  _ name: String, against function: Function = .gelu, derivative: Int = 0, maxUlp: Double,
  allowed: ClassCounts = ClassCounts(), inputs: InputSet? = nil, flush: FlushModel = .none,
  _ body: @escaping @Sendable (X) throws -> Y
) throws -> Score {
  let score = try score(
    name, against: function, derivative: derivative, inputs: inputs, flush: flush, body)
  let violations = AccuracyRequirement(maxUlp: maxUlp, allowed: allowed).violations(of: score)
  guard violations.isEmpty else { throw AccuracyFailure(score: score, violations: violations) }
  return score
}
