import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Verdicts

/// One-line repairs of the usual formulas, with what they gain and cost.
struct RepairsPage {
  struct Repair {
    let title, why, before, after: String
  }

  static let all = [
    Repair(
      title: "erfc in place of 1 + erf",
      why: """
        1 + erf(z) cancels for z < 0: at x = −5 seven digits of erf are spent on the 1. \
        erfc(−z) is small by itself.
        """,
      before: "erf", after: "erfc"),
    Repair(
      title: "erfc in float64, rounded once",
      why: "The same formula in double, with one rounding at the end.",
      before: "erf", after: "erfc+f64"),
    Repair(
      title: "x / (1 + exp(−2u)) in place of 0.5·x·(1 + tanh u)",
      why: "The same function, (1 + tanh u)/2 = 1/(1 + exp(−2u)), without the cancellation.",
      before: "tanh", after: "sigma-div"),
    Repair(
      title: "exp of the negative argument on both sides",
      why: """
        exp(−2u) overflows in the deep tail while the result is still a number; \
        exp(2u)/(1 + exp(2u)) does not.
        """,
      before: "sigma-div", after: "sigma-stable"),
    Repair(
      title: "A compensated x/√2",
      why: """
        erfc(z) amplifies an error of z by 2·z²: the half ulp of the product x·√½ costs up to 200 ulp. \
        A fused multiply-add gives that error, and the derivative of erfc corrects it.
        """,
      before: "erfc", after: "erfc-split"),
    Repair(
      title: "float32 inside, erf form",
      why: "A 16-bit kernel that rounds once at the end, in place of after every operation.",
      before: "erf+native", after: "erf"),
    Repair(
      title: "float32 inside, tanh form",
      why: "The same for the tanh form.", before: "tanh+native", after: "tanh"),
    Repair(
      title: "erfc in place of 1 + erf, gradient",
      why: "Φ(x) = erfc(−x/√2)/2 in the gradient too.", before: "erf-backward",
      after: "erfc-backward"),
    Repair(
      title: "Both arguments compensated, gradient",
      why: "The rounding errors of x·√½ and of x² are corrected to first order.",
      before: "erfc-backward", after: "erfc-split-backward"),
    Repair(
      title: "Correct rounding",
      why: """
        float64 inside, and double-double where that leaves two roundings open: \
        every result of float16, bfloat16 and float32 is correctly rounded.
        """,
      before: "erfc-split", after: "best"),
  ]

  let pages: PageMap
  let scores: [Score]
  let costs: [KernelCost]

  /// Nil where no repair has both kernels scored.
  var markdown: String? {
    let sections = Self.all.compactMap(section)
    guard !sections.isEmpty else { return nil }
    let head = """
      # Repairs

      Each replaces an expression or the arithmetic around it. Errors are the largest, in ULP; “lost” counts zeros where the exact \
      result is a normal number; ns are those of \
      [the cost page](cost.md). “No better”: neither the largest error nor the share improves.
      """
    return ([head] + sections).joined(separator: "\n\n") + "\n"
  }

  private func section(_ repair: Repair) -> String? {
    let rows = FormatName.reported.compactMap { format -> [String]? in
      guard let a = score(repair.before, format), let b = score(repair.after, format) else {
        return nil
      }
      func change(_ value: (Score) -> String) -> String { "\(value(a)) → \(value(b))" }
      func nanoseconds(_ s: Score) -> String {
        costs.first { $0.kernel == s.kernel && $0.format == format }
          .map { String(format: "%.1f", $0.nanoseconds) } ?? "–"
      }
      return [
        format.rawValue + (isBetter(b, than: a) ? "" : ", no better"), change(\.maximum),
        change { Figures.share($0.correctlyRounded, of: $0.numbers) },
        change { Figures.count($0.classes.flushed) },
        change { Figures.count($0.specialsBroken.count) }, change(nanoseconds),
      ]
    }
    guard !rows.isEmpty else { return nil }
    let names = [repair.before, repair.after].map { "[\($0)](kernels/\(pages.link($0)))" }
    return """
      ## \(repair.title)

      \(names[0]) → \(names[1]). \(repair.why)

      \(Table(
        titles: [
          "format", "largest error:", "correctly rounded:", "lost:", "wrong specials:", "ns:",
        ], rows: rows
      ).markdown)
      """
  }

  private func isBetter(_ b: Score, than a: Score) -> Bool {
    func share(_ s: Score) -> Double { Double(s.correctlyRounded) / Double(max(s.numbers, 1)) }
    return b.maxUlp < a.maxUlp || share(b) > share(a)
  }

  /// Of the kernel's own function: the first that was scored.
  private func score(_ kernel: String, _ format: FormatName) -> Score? {
    scores.first { $0.kernel == kernel && $0.format == format }
  }
}
