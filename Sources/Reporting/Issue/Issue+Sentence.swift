import FloatingPointFormats
import Scoring
import Verdicts

extension Issue {
  /// What is wrong, the gravest first, in one sentence.
  var sentence: String {
    let format = score.question.signature.output.rawValue
    let kind = Verdict(score).kind
    switch kind {
    case .nan(let n):
      return "\(name) returns NaN for \(Figures.count(n, "finite \(format) input"))"
        + first { $0.got.isNaN } + "."
    case .infinite(let n):
      return "\(name) overflows to infinity for \(Figures.count(n, "\(format) input"))"
        + " with a finite result" + first { $0.got.isInfinite } + "."
    case .wrongSign(let n):
      return "\(name) has the wrong sign at \(Figures.count(n, "\(format) input"))"
        + first { $0.got * $0.want < 0 } + "."
    case .flushed(let n, _):
      return "\(name) returns zero for \(Figures.count(n, "\(format) input")) whose result is a "
        + "normal number" + first { $0.got == 0 && $0.want != 0 } + "."
    case .nothing, .correctlyRounded: return specials ?? others
    case .faithful, .within, .off: return others
    }
  }

  /// The first input of the table that is of a kind, with what it gives and what is right.
  private func first(_ isOfKind: ((got: Double, want: Double)) -> Bool) -> String {
    let (input, output) = (score.question.signature.input, score.question.signature.output)
    let one = inputs.first { one in
      guard let got = output.value(hex: one.output), let want = output.value(hex: one.want) else {
        return false
      }
      return isOfKind((got, want))
    }
    guard let one else { return "" }
    return ", for example x = \(input.decimal(hex: one.input)) (`\(one.input)`): got "
      + "\(output.decimal(hex: one.output)), want \(output.decimal(hex: one.want))"
  }

  private var specials: String? {
    let broken = score.specialsBroken
    guard !broken.isEmpty, let one = broken.first else { return nil }
    let (input, output) = (score.question.signature.input, score.question.signature.output)
    return "\(name) is wrong at \(Figures.count(broken.count, "special value")): "
      + "\(input.decimal(hex: one.input)) gives \(output.decimal(hex: one.got)), not "
      + "\(output.decimal(hex: one.expected))."
  }

  private var others: String {
    let format = score.question.signature.output.rawValue
    let known = score.bound == .exact ? "" : ", as far as is known"
    let worst = inputs.filter { $0.ulp != nil }.max { ($0.ulp ?? 0) < ($1.ulp ?? 0) }
    guard let worst, worst.ulp ?? 0 > 0.5 else {
      return specials ?? "\(name) gives wrong \(format) results" + first { _ in true } + "."
    }
    let (input, output) = (score.question.signature.input, score.question.signature.output)
    return "\(name) is off by up to \(Figures.ulp(score.maxUlp)) ulp in \(format)\(known): at x = "
      + "\(input.decimal(hex: worst.input)) (`\(worst.input)`) it gives "
      + "\(output.decimal(hex: worst.output)), want \(output.decimal(hex: worst.want))."
  }
}
