import FloatingPointFormats
import Kernels
import Scoring
import Verdicts

/// The other variants of a formula: a row for each score.
struct VariantTable {
  let kernels: [KernelDescription]
  let scores: [Score]
  let structures: [Structure]

  static let heading = "Other variants"
  static let anchor = Markdown.anchor(heading)

  var markdown: String {
    let variants = kernels.map { "`\($0.name)`: \($0.arithmetic)" }
    return """
      ## \(VariantTable.heading)

      The same formula, in another arithmetic:

      \(variants.map { "- \($0)" }.joined(separator: "\n"))

      Their scores are in [scores.csv](../scores.csv). `gelu-accuracy measure KERNEL --format FORMAT --function \
      FUNCTION` gives all of a score.

      \(table)
      """
  }

  private var table: String {
    let ordered = FormatName.reported.flatMap { format in
      kernels.flatMap { kernel in
        scores.filter { $0.format == format && $0.kernel == kernel.name }
      }
    }
    return Table(
      titles: [
        "kernel", "scored", "largest ULP error:", "at", "max steps:", "mean:",
        "correctly rounded:", "faithful:", "verdict", "structure",
      ],
      rows: ordered.map { s in
        [
          s.kernel, s.heading, s.maximum,
          Markdown.code(s.maxUlpInput), s.maximumOfSteps,
          Figures.ulp(s.meanUlp), Figures.share(s.correctlyRounded, of: s.numbers),
          Figures.share(s.faithful, of: s.numbers), verdict(s), structure(s),
        ]
      }
    ).markdown
  }

  private func verdict(_ s: Score) -> String {
    let broken = s.specialsBroken.count
    return Verdict(s).mark + (broken == 0 ? "" : " † (\(Figures.count(broken, "special value")))")
  }

  private func structure(_ s: Score) -> String {
    let found = structures.first {
      $0.kernel == s.kernel && $0.asked == s.question.asked
    }
    return found?.counts ?? "–"
  }
}

extension Score {
  /// What is kept of a variant that is a row of a table.
  var summarized: Score {
    var score = self
    score.histogram = []
    score.worst = Array(worst.prefix(3))
    score.specials = specials.filter { !$0.ok }
    score.classRanges = nil
    return score
  }
}
