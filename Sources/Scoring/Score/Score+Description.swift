import FloatingPointFormats
import Foundation

/// A few lines for a terminal: the kernel and the question; the largest error with its input; means; how many
/// results are right; what is wrong, by class, and the special values.
extension Score: CustomStringConvertible {
  public var description: String {
    let mark = bound == .exact ? "" : " (largest known)"
    let share = numbers == 0 ? 0 : 100 * Double(correctlyRounded) / Double(numbers)
    return """
      \(kernel) \(question.signature) against \(target.symbol), \(scored) \(scored == 1 ? noun : noun + "s") (\(data == nil ? inputs.kind : "recorded"))
        max    \(maxUlp) ulp\(at(maxUlpInput))\(atSecond)\(kind)\(mark), \(maxSteps) steps\(at(maxStepsInput))\(finite)\(worstInputs)
        mean   \(meanUlp) ulp, rms \(rmsUlp), bias \(meanSignedUlp)\(direction)\(inRealUnits)
        right  \(correctlyRounded) of \(numbers) correctly rounded (\(String(format: "%.3f", share)) %)\(byWeight)
        wrong  \(wrong)\(details)
      """
  }

  /// How much of the error is inherited from a sum that is rounded before f is taken of it.
  private var ofRoundedSum: String {
    guard let sum = roundedSum else { return "" }
    let share = "\(sum.correctlyRounded) of \(sum.numbers) correctly rounded"
    return "\n  sum    \(share) for x + bias rounded to \(question.signature.input.rawValue) first"
  }

  /// The lines that only some scores have.
  private var details: String {
    firstOfEach + placesOfClasses + brokenSpecials + elements + ofRoundedSum + ran
  }

  /// How far outputs lie toward zero or away from it, in the mean.
  private var direction: String {
    guard let mean = meanMagnitudeUlp, mean != 0 else { return "" }
    return ", \(mean.magnitude) \(mean < 0 ? "toward" : "away from") zero"
  }

  /// The largest errors as numbers, and relative to the result.
  private var inRealUnits: String {
    guard let maxAbs, let maxAbsInput else { return "" }
    let relative = maxRel.map { "; largest relative \($0)\(at(maxRelInput ?? ""))" } ?? ""
    return "\n  error  largest absolute \(maxAbs)\(at(maxAbsInput))\(relative)"
  }

  /// What errors mean where inputs are not all equally likely.
  private var byWeight: String { weighted.map { "\n  under  \($0.line)" } ?? "" }

  /// What the kernel ran in, where it says itself.
  private var ran: String {
    guard let environment, environment.framework != nil || environment.versions != nil,
      !environment.line.isEmpty
    else { return "" }
    return "\n  ran    \(environment.line)"
  }

  /// What is counted: inputs, or pairs where each has a second one.
  private var noun: String { target.second == nil ? "input" : "pair" }

  private var atSecond: String {
    guard let second = target.second, let bits = maxUlpSecond else { return "" }
    return ", \(second.role.rawValue) \(bits)"
  }

  /// What holds for the elements of recorded data.
  private var elements: String {
    guard let data else { return "" }
    var lines = ""
    if data.elements != scored {
      let share = data.numbers == 0 ? 0 : 100 * Double(data.correctlyRounded) / Double(data.numbers)
      lines +=
        "\n  data   \(data.elements) elements; of them \(data.correctlyRounded) of \(data.numbers) right "
        + "(\(String(format: "%.3f", share)) %), mean \(data.meanUlp) ulp, rms \(data.rmsUlp), bias \(data.meanSignedUlp)"
    }
    if data.wrongAtNonFinite > 0 {
      lines +=
        "\n  limits \(data.wrongAtNonFinite) of \(data.atNonFinite) elements with an infinite or NaN input are wrong"
    }
    if let first = data.firstWithSeveral {
      let pair = first.second.map { ", \(target.second?.role.rawValue ?? "") \($0)" } ?? ""
      let n = data.severalOutputs
      lines +=
        "\n  same   \(n) \(n == 1 ? noun : noun + "s") with several outputs, each scored by its worst; the first "
        + "is \(first.input)\(pair), with \(first.outputs.joined(separator: " and "))"
    }
    return lines
  }

  private func at(_ input: String) -> String {
    input.isEmpty ? "" : " at \(input)"
  }

  /// What the output is at the input of an infinite error.
  private var kind: String {
    guard maxUlp.isInfinite, let first = worst.first else { return "" }
    return first.steps == nil ? " (NaN)" : " (infinity)"
  }

  /// The largest error of a finite output, where the largest of all says only that one is not finite.
  private var finite: String {
    guard maxUlp.isInfinite else { return "" }
    return "\n         largest finite \(maxFiniteUlp) ulp\(at(maxFiniteUlpInput))"
  }

  /// The classes that are not empty, in words, the gravest first.
  private var wrong: String {
    let some = ErrorClass.bySeverity.compactMap { c -> String? in
      let n = classes[keyPath: c.count]
      return n > 0 ? "\(n) \(n == 1 ? c.noun : c.plural)" : nil
    }
    guard some.isEmpty else { return some.joined(separator: ", ") }
    guard specials.allSatisfy(\.ok) else { return "special values alone" }
    return data.map { $0.wrongAtNonFinite == 0 } ?? true
      ? "no NaN, infinity, wrong sign, lost or disordered result"
      : "results at infinite or NaN inputs alone"
  }

  /// The special values with a wrong result, each with what it should be.
  private var brokenSpecials: String {
    let broken = specials.filter { !$0.ok }
    guard !broken.isEmpty else { return "" }
    let signature = question.signature
    let shown = broken.prefix(4).map {
      "\(signature.input.exactDecimal(hex: $0.input)) gives \(signature.output.exactDecimal(hex: $0.got)), not \(signature.output.exactDecimal(hex: $0.expected))"
    }
    let rest = broken.count > shown.count ? ["\(broken.count - shown.count) more"] : []
    return
      "\n  special \(broken.count) of \(specials.count) special \(specials.count == 1 ? "value" : "values") wrong: "
      + (shown + rest).joined(separator: "; ")
  }
}
