import FloatingPointFormats
import Functions
import Scoring

/// A kernel of codes that does not keep what was required of it. Printed, it says what is broken, and the score with
/// its worst inputs.
public struct CodeFailure: Error, CustomStringConvertible {
  public let score: QuantisedScore
  public let violations: [String]

  public var description: String { (violations + [score.description]).joined(separator: "\n") }
}

/// Scores a function from codes to codes, as `score` does, and throws where an error exceeds what is allowed: in a
/// test,
///
///     try requireAccuracy("table", maxCodes: 0.5, input: x, output: y) { (q: Int8) in table[Int(q) + 128] }
///
/// fails unless every code is correctly rounded.
///
/// - Parameters:
///   - name: what the score calls it.
///   - function: what it is held to.
///   - derivative: 1 where it is f′.
///   - maxCodes: the largest error allowed, in codes: 1/2 where all are to be correctly rounded.
///   - input: what the inputs stand for.
///   - output: what the outputs stand for.
///   - body: called from several threads at once, once for each input.
/// - Returns: the score, where it keeps the requirement.
/// - Throws: `CodeFailure`, and what `score` throws.
@discardableResult
public func requireAccuracy<X: IntegerFormat, Y: IntegerFormat>(
  _ name: String, against function: Function = .gelu, derivative: Int = 0, maxCodes: Double,
  input: Quantisation, output: Quantisation, _ body: @escaping @Sendable (X) throws -> Y
) throws -> QuantisedScore {
  let score = try score(
    name, against: function, derivative: derivative, input: input, output: output, body)
  let violations = try CodeRequirement("max_codes=\(maxCodes)").violations(of: score)
  guard violations.isEmpty else { throw CodeFailure(score: score, violations: violations) }
  return score
}
