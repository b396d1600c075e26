import FloatingPointFormats
import Foundation

/// A few lines for a terminal: the kernel and the question; the largest error; means; how many codes are right; ties;
/// the ends of the range; the worst inputs, and what the outputs look like.
extension QuantisedScore: CustomStringConvertible {
  public var description: String {
    let share = numbers == 0 ? 0 : 100 * Double(correctlyRounded) / Double(numbers)
    let ends = input == output ? "\(output)" : "\(input) to \(output)"
    var lines = [
      "\(kernel) \(ends) against \(target.symbol), \(scored) input\(scored == 1 ? "" : "s") "
        + "(\(data == nil ? inputs.kind : "recorded"))",
      "  max    \(maxCodes) codes (\(maxReal))\(at(maxCodesInput))"
        + (bound == .exact ? "" : " (largest known)"),
      "  mean   \(meanCodes) codes (\(meanReal)), bias \(meanSignedCodes)",
      "  right  \(correctlyRounded) of \(numbers) correctly rounded (\(String(format: "%.3f", share)) %); "
        + "\(offByOne) off by one code, \(offByMore) by more"
        + (besideTies > 0 ? "; \(besideTies) of them less than 10^-6 beyond a tie" : ""),
      "  ties   \(tieLine)", "  range  \(rangeLine)",
    ]
    lines += wrongLines
    if let cause {
      lines.append(
        "  cause  \(cause.agreeing) of \(cause.of) outputs are those of a kernel that \(cause.text)"
      )
    }
    if numbers < scored {
      let n = scored - numbers
      lines.append(
        "  nan    \(n) NaN input\(n == 1 ? " is" : "s are") not judged: no code is right there")
    }
    return (lines + dataLines).joined(separator: "\n")
  }

  private func at(_ input: String) -> String { maxCodes == 0 ? "" : " at \(shown(input))" }

  /// `code -12`, or `x = -8.625 (0xc10a)`.
  package func shown(_ input: String) -> String {
    guard case .float(let name) = self.input else { return "code \(input)" }
    return "x = \(name.exactDecimal(hex: input))"
  }

  private var tieLine: String {
    guard ties.count > 0 else { return "none" }
    let inputs = ties.count == 1 ? "1 input lies" : "\(ties.count) inputs lie"
    let rules = ties.rules.map { $0.phrase }
    return "\(inputs) midway between two codes; the outputs go "
      + (rules.isEmpty ? "by no one rule" : rules.joined(separator: ", or "))
  }

  private var rangeLine: String {
    guard below + above > 0 else {
      // A tie between the last code and the next number wraps around too.
      return "no result lies beyond the range of codes" + (wrapped > 0 ? " but at a tie" : "")
        + others
    }
    return "\(below) results below the range of codes, \(above) above" + others
  }

  /// The classes that are not empty.
  private var others: String {
    let some = CodeClass.allCases.filter { self[$0] > 0 }.map { kind in
      let first = classExamples[kind.rawValue].map { ", the first at \(shown($0.input))" } ?? ""
      return "; \(self[kind]) \(kind.noun)\(first)"
    }
    return some.isEmpty && below + above > 0 ? "; all saturate" : some.joined()
  }

  /// The worst of the outputs that are not right.
  private var wrongLines: [String] {
    worst.filter { !$0.wanted.contains($0.output) }.prefix(3).map { w in
      let code = input.quantisation == nil ? shown(w.input) : "\(shown(w.input)), x = \(w.x)"
      let wanted = w.wanted.map(String.init).joined(separator: " or ")
      return "  worst  \(code): got \(w.output) (\(w.outputValue)), want \(wanted) (\(w.truth)), "
        + "off by \(w.codes) codes"
    }
  }

  private var dataLines: [String] {
    guard let data else { return [] }
    var lines: [String] = []
    if data.elements != scored {
      lines.append("  data   \(data.elements) elements; of them \(data.correctlyRounded) right")
    }
    if let first = data.firstWithSeveral {
      lines.append(
        "  same   \(data.severalOutputs) inputs with several outputs, each scored by its worst; the first is "
          + shown(first))
    }
    return lines
  }
}

extension TieRule {
  /// After `the outputs go`.
  fileprivate var phrase: String {
    switch self {
    case .even: "to the even multiple of the scale"
    case .evenCode: "to the even code"
    case .awayFromZero: "away from zero"
    case .up: "up"
    case .down: "down"
    }
  }
}
