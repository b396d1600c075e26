import FloatingPointFormats
import Oracle
import Scoring

/// An input with a wrong output and what is right, in bits.
package struct FailingInput: Sendable, Equatable {
  package let input, output, want: String
  /// |e|; infinite for an output that is NaN or infinite, nil where there is no error, as at an infinite input.
  package let ulp: Double?
  /// Nil where the output or what is right is NaN.
  package let steps: UInt64?
  /// Whether the output is NaN, infinite, of the wrong sign or zero where it must not be, whatever its distance.
  package let isOfAnotherKind: Bool

  /// The worst of a score: the first of its gravest class, then those with the largest errors, then the first of
  /// the other classes and broken special values. Finite inputs come before others.
  /// - Throws: `OracleError`.
  package static func worst(of score: Score, count: Int = 5) throws -> [FailingInput] {
    let examples = ErrorClass.bySeverity.compactMap { score.classExamples[$0.rawValue] }
      .map { ($0.input, $0.output) }
    let largest = score.worst.map { ($0.input, $0.output) }
    let specials = score.specialsBroken.map { ($0.input, $0.got) }
    let all = examples.prefix(1) + largest + examples.dropFirst() + specials
    func isFinite(_ input: String) -> Bool {
      score.question.signature.input.value(hex: input)?.isFinite == true
    }
    var found: [FailingInput] = []
    for (input, output) in all.filter({ isFinite($0.0) }) + all.filter({ !isFinite($0.0) }) {
      guard found.count < count, !found.contains(where: { $0.input == input }) else { continue }
      if let one = try FailingInput(input, output, score) { found.append(one) }
    }
    return found
  }

  /// Nil where the output is right.
  private init?(_ input: String, _ output: String, _ score: Score) throws {
    let signature = score.question.signature
    let format = signature.output
    guard let x = signature.input.value(hex: input), let y = format.value(hex: output) else {
      return nil
    }
    let oracle = Oracle(score.target)
    let right = x.isNaN ? Double.nan : try oracle.rounded(at: x, to: format)
    guard y.isNaN ? !right.isNaN : y != right || y.sign != right.sign else { return nil }
    (self.input, self.output) = (input, output)
    want = format.hex(format.bits(of: right))
    let isNumber = x.isFinite && y.isFinite && right.isFinite
    isOfAnotherKind =
      !isNumber || y.sign != right.sign && right != 0 || (y == 0) != (right == 0) || y == right
    if let listed = score.worst.first(where: { $0.input == input }) {
      ulp = listed.ulp
    } else if x.isFinite, right.isFinite {
      let ends = y.isFinite ? try oracle.ulpError(of: y, at: x, in: format.parameters) : nil
      ulp = ends.map { ($0.lo / 2 + $0.hi / 2).magnitude } ?? .infinity
    } else {
      ulp = nil
    }
    let places = [y, right].map { format.parameters.ordinal(of: $0) }
    steps =
      y.isNaN || right.isNaN
      ? nil
      : UInt64(bitPattern: Int64(max(places[0], places[1]) &- min(places[0], places[1])))
  }
}
