import FloatingPointFormats
import Scoring

/// Results that no kernel should have, and that a contract made from their score would bless.
package struct BlessedWrong: Sendable, Equatable {
  /// As findings and waivers name them: `nan_for_number`, or several `special:0xff80`.
  package let what: [String]
  /// How many there are, with the first input.
  package let text: String
  fileprivate let count: Int?
}

extension Score {
  /// NaN and infinities for numbers, wrong signs, lost results, wrong special values.
  package var blessedWrongs: [BlessedWrong] {
    [.nanForNumber, .infiniteForFinite, .wrongSign, .flushed].compactMap(wrongs)
      + (wrongSpecials.map { [$0] } ?? [])
  }

  private var wrongSpecials: BlessedWrong? {
    let broken = specials.filter { !$0.ok }
    guard !broken.isEmpty else { return nil }
    let (input, output) = (question.signature.input, question.signature.output)
    let shown = broken.prefix(4).map {
      "\(input.exactDecimal(hex: $0.input)) gives \(output.exactDecimal(hex: $0.got)), not "
        + output.exactDecimal(hex: $0.expected)
    }
    let rest = broken.count > shown.count ? ["\(broken.count - shown.count) more"] : []
    return BlessedWrong(
      what: broken.map { "special:\($0.input)" },
      text: "\(broken.count) of \(specials.count) special values wrong: "
        + (shown + rest).joined(separator: "; "), count: nil)
  }

  private func wrongs(_ c: ErrorClass) -> BlessedWrong? {
    let n = classes[keyPath: c.count]
    guard n > 0 else { return nil }
    let format = question.signature.input
    func counted(_ n: Int) -> String { "\(n) \(n == 1 ? c.noun : c.plural)" }
    func first(_ input: String?) -> String {
      input.map { ", the first at x = \(format.exactDecimal(hex: $0))" } ?? ""
    }
    let example = classExamples[c.rawValue]?.input
    let atInfinities = wrongAtInfinities(c)
    guard atInfinities > 0, atInfinities < n else {
      return BlessedWrong(what: [c.rawValue], text: counted(n) + first(example), count: n)
    }
    // The first example is an infinite input; that of a finite one is where the error is infinite.
    let finite = maxUlp.isInfinite && isWrong(maxUlpOutput, c) ? maxUlpInput : nil
    let text =
      "\(counted(n - atInfinities)) at finite inputs\(first(finite)), and \(atInfinities) at infinite ones"
    return BlessedWrong(what: [c.rawValue], text: text, count: n)
  }

  private func wrongAtInfinities(_ c: ErrorClass) -> Int {
    let format = question.signature.input
    return specials.count {
      !$0.ok && format.value(hex: $0.input)?.isInfinite == true && isWrong($0.got, c)
    }
  }

  /// Whether an output is what a class of outputs that are no numbers counts.
  private func isWrong(_ output: String, _ c: ErrorClass) -> Bool {
    let y = output == "nan" ? .nan : question.signature.output.value(hex: output)
    return switch c {
    case .nanForNumber: y?.isNaN == true
    case .infiniteForFinite: y?.isInfinite == true
    default: false
    }
  }
}

extension Contract {
  /// Bounds what is wrong by what is right, and waives it for a reason.
  package mutating func accept(_ wrongs: [BlessedWrong], reason: String) {
    for wrong in wrongs {
      for what in wrong.what {
        if let c = ErrorClass(rawValue: what) { classes[c] = 0 }
        brokenSpecials?.removeAll { "special:\($0)" == what }
        waive(what, atMost: wrong.count, reason: reason)
      }
    }
  }

  package mutating func waive(_ what: String, atMost: Int? = nil, reason: String) {
    allowed = (allowed ?? []) + [Waiver(what: what, reason: reason, atMost: atMost)]
  }
}
