import FloatingPointFormats
import Foundation
import Scoring

extension Score {
  /// A few lines for a terminal.
  var summary: String {
    let mark = bound == .exact ? "" : " (largest known)"
    let share = numbers == 0 ? 0 : 100 * Double(correctlyRounded) / Double(numbers)
    return """
      \(kernel) \(question.signature) against \(target.symbol), \(counted(scored, "input")) (\(inputs.kind))
        max    \(maxUlp) ulp\(at(maxUlpInput))\(kind)\(mark), \(maxSteps) steps\(at(maxStepsInput))\(finite)
        mean   \(meanUlp) ulp, rms \(rmsUlp), bias \(meanSignedUlp)
        right  \(correctlyRounded) of \(numbers) correctly rounded (\(String(format: "%.3f", share)) %)
        wrong  \(wrong)\(brokenSpecials)
      """
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

  /// The classes that are not empty, in words.
  private var wrong: String {
    let all: [(Int, String)] = [
      (classes.nanForNumber, "NaN for a number"), (classes.infiniteForFinite, "infinite"),
      (classes.numberForNan, "number for NaN"), (classes.wrongSign, "wrong sign"),
      (classes.lostZeroSign, "lost sign of zero"), (classes.flushed, "flushed to zero"),
      (classes.flushedSubnormal, "subnormal flushed"), (classes.notMonotone, "not monotone"),
      (classes.exceedsInput, "|y| > |x|"),
    ]
    let some = all.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    guard some.isEmpty else { return some.joined(separator: ", ") }
    return specials.allSatisfy(\.ok)
      ? "no NaN, infinity, wrong sign, lost or disordered result" : "special values alone"
  }

  /// The special values with a wrong result, each with what it should be.
  private var brokenSpecials: String {
    let broken = specials.filter { !$0.ok }
    guard !broken.isEmpty else { return "" }
    let signature = question.signature
    let shown = broken.prefix(4).map {
      "\(decimal($0.input, signature.input)) gives \(decimal($0.got, signature.output)), not \(decimal($0.expected, signature.output))"
    }
    let rest = broken.count > shown.count ? ["\(broken.count - shown.count) more"] : []
    return "\n  special \(broken.count) of \(counted(specials.count, "special value")) wrong: "
      + (shown + rest).joined(separator: "; ")
  }

  /// The value of some bits as the shortest decimal that reads back to it in binary64, and the bits.
  private func decimal(_ bits: String, _ format: FormatName) -> String {
    guard let pattern = UInt64(bits.dropFirst(2), radix: 16), bits.hasPrefix("0x") else {
      return bits
    }
    let x = format.value(bits: pattern)
    guard x.isFinite, x != 0 else {
      return x.isNaN ? "NaN" : x == 0 ? (x.sign == .minus ? "-0" : "0") : "\(x)"
    }
    return "\(x) (\(bits))"
  }
}
