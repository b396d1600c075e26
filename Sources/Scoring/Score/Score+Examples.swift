import FloatingPointFormats
import Functions
import Oracle

/// Single inputs in words: as decimals that read back to the same number, with bits, what the kernel gave and
/// what is right.
extension Score {
  /// The worst input, and where its error is infinite the worst of finite errors too.
  var worstInputs: String {
    guard let first = worst.first else { return "" }
    let finite = first.ulp.isInfinite ? worst.first { $0.ulp.isFinite } : nil
    return listed(
      "worst",
      [first, finite].compactMap { w in
        w.map {
          "\(place($0.input, $0.second)): got \(outcome($0.output)), want \(outcome($0.truthBits))"
        }
      })
  }

  /// The first input of each class of wrong results.
  var firstOfEach: String {
    listed(
      "first",
      ErrorClass.bySeverity.compactMap { c in
        guard classes[keyPath: c.count] > 0, let example = classExamples[c.rawValue] else {
          return nil
        }
        let want = wanted(example).map { ", want \(outcome($0))" } ?? ""
        return
          "\(c.noun) at \(place(example.input, example.second)): got \(outcome(example.output))\(want)"
      })
  }

  func listed(_ word: String, _ lines: [String]) -> String {
    lines.enumerated().map { "\n  " + ($0 == 0 ? "\(word)  " : "       ") + $1 }.joined()
  }

  private func place(_ input: String, _ second: String?) -> String {
    let format = question.signature.input
    let pair = second.map {
      ", \(target.second?.role.rawValue ?? "") = \(format.exactDecimal(hex: $0))"
    }
    return "x = \(format.exactDecimal(hex: input))\(pair ?? "")"
  }

  private func outcome(_ bits: String) -> String {
    question.signature.output.exactDecimal(hex: bits)
  }

  /// The bits of what is right; nil where multiple precision does not tell, or an input is no number.
  private func wanted(_ example: Example) -> String? {
    let (input, output) = (question.signature.input, question.signature.output)
    guard let x = input.value(hex: example.input), !x.isNaN else { return nil }
    var oracle: Oracle? = Oracle(target)
    if let second = example.second {
      guard let a = input.value(hex: second), a.isFinite, x.isFinite else { return nil }
      oracle = oracle?.row(a)
    }
    guard let right = try? oracle?.rounded(at: x, to: output) else { return nil }
    return output.hex(output.bits(of: right))
  }
}
