import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring

/// What outputs must keep: a bound of the largest error, and how many of each class of wrong results are
/// allowed. A broken special value is never allowed.
public struct AccuracyRequirement: Sendable, Equatable {
  /// The largest |ULP error| that holds.
  public var maxUlp: Double
  /// At most this many of each class; none unless said.
  public var allowed: ClassCounts

  public init(maxUlp: Double, allowed: ClassCounts = ClassCounts()) {
    (self.maxUlp, self.allowed) = (maxUlp, allowed)
  }

  /// What a score breaks, a line each: `max_ulp is 254.9, at most 1`. Empty where it keeps all.
  public func violations(of score: Score) -> [String] {
    var lines: [String] = []
    if !(score.maxUlp <= maxUlp) { lines.append("max_ulp is \(score.maxUlp), at most \(maxUlp)") }
    for c in ErrorClass.bySeverity {
      let (count, most) = (score.classes[keyPath: c.count], allowed[keyPath: c.count])
      if count > most { lines.append("\(c.rawValue) is \(count), at most \(most)") }
    }
    let broken = score.specials.filter { !$0.ok }
    if !broken.isEmpty {
      lines.append("\(broken.count) of \(score.specials.count) special values are wrong")
    }
    return lines
  }
}

/// A kernel that does not keep what was required of it. Printed, it says what is broken, the score in five
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
    let first = ErrorClass.bySeverity.compactMap { c in
      score.classExamples[c.rawValue].map { e in
        let signature = score.question.signature
        return "  first \(c.noun): x = \(signature.input.exactDecimal(hex: e.input)), got "
          + signature.output.exactDecimal(hex: e.output)
      }
    }
    return
      (violations + [score.description] + (examples.isEmpty ? [] : ["worst inputs"]) + examples
      + first).joined(separator: "\n")
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
