import FloatingPointFormats
import Kernels
import Scoring

/// The page of one kernel: a section for each format, its own function first.
struct KernelPage {
  let kernel: KernelDescription
  /// Scores against the kernel's own function, by format.
  let scores: [Score]
  /// Scores against others: what is lost by taking it for them.
  let others: [Score]

  var markdown: String {
    var parts = [head]
    parts += scores.map(section)
    if !others.isEmpty { parts.append(against) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var head: String {
    let defects =
      kernel.defects.isEmpty
      ? "" : "\n\nKnown defects:\n\n" + kernel.defects.map { "- \($0)" }.joined(separator: "\n")
    return """
      # \(kernel.name)

      `\(kernel.formula)`

      Computes \(kernel.function)\(kernel.derivative == 1 ? "′" : ""). Evaluated: \(kernel.policy). \
      Used by: \(kernel.usedBy).\(defects)

      ULP error of an output y is (y − G)/ulp(G): G is the exact real value at the exact input, \
      ulp(G) the spacing of the format in G's binade, subnormals included. Steps count representable \
      values between y and G's rounding. Maxima over all inputs are exact; “≥” marks the largest known \
      of a sample.
      """
  }

  private func section(_ s: Score) -> String {
    let stem = s.stem(own: kernel.function)
    var lines = [
      "## \(s.format.rawValue)", Verdict(s).sentence,
      summary(s),
    ]
    if let specials = Verdict.specials(s) { lines.append(specials) }
    if let classes = classes(s) { lines.append(classes) }
    lines.append("![largest error over all inputs](../plots/\(stem).svg)")
    lines.append("![histogram of signed errors](../plots/\(stem)-histogram.svg)")
    lines.append(details("Regions", regions(s)))
    if !s.worst.isEmpty { lines.append(details("Worst inputs", worst(s))) }
    lines.append(details("Special values", specials(s)))
    lines.append("Reproduce: `\(command(s))` ([score](../scores/\(stem).json))")
    return lines.joined(separator: "\n\n")
  }

  private func details(_ title: String, _ body: String) -> String {
    "<details><summary>\(title)</summary>\n\n\(body)\n\n</details>"
  }

  private func summary(_ s: Score) -> String {
    Table(
      titles: [
        "inputs", "max ulp:", "at", "max steps:", "at", "mean:", "rms:", "bias:",
        "correctly rounded:", "faithful:",
      ],
      rows: [
        [
          "\(Figures.count(s.scored)) (\(s.inputs.kind)\(s.inputs.seed.map { ", seed \($0)" } ?? ""))",
          s.boundMark + Figures.ulp(s.maxUlp), code(s.maxUlpInput),
          s.boundMark + Figures.count(s.maxSteps), code(s.maxStepsInput), Figures.ulp(s.meanUlp),
          Figures.ulp(s.rmsUlp), Figures.ulp(s.meanSignedUlp),
          Figures.share(s.correctlyRounded, of: s.numbers),
          Figures.share(s.faithful, of: s.numbers),
        ]
      ]
    ).markdown
  }

  private func code(_ bits: String) -> String { bits.isEmpty ? "–" : "`\(bits)`" }

  private func classes(_ s: Score) -> String? {
    let c = s.classes
    let all: [(String, Int, String)] = [
      ("nan_for_number", c.nanForNumber, "NaN for a number"),
      ("infinite_for_finite", c.infiniteForFinite, "infinity for a finite truth"),
      ("number_for_nan", c.numberForNan, "number for a NaN"),
      ("wrong_sign", c.wrongSign, "wrong sign"),
      ("lost_zero_sign", c.lostZeroSign, "lost sign of zero"),
      ("flushed", c.flushed, "zero for a normal truth"),
      ("flushed_subnormal", c.flushedSubnormal, "zero for a subnormal truth"),
      ("not_monotone", c.notMonotone, "neighbours out of order"),
      ("exceeds_input", c.exceedsInput, "output larger than input"),
    ]
    let rows = all.filter { $0.1 > 0 }.map { key, count, name in
      let example = s.classExamples[key]
      return [
        name, Figures.count(count), example.map { "`\($0.input)` gives `\($0.output)`" } ?? "",
      ]
    }
    return rows.isEmpty
      ? nil : Table(titles: ["wrong in kind", "inputs:", "first"], rows: rows).markdown
  }

  private func regions(_ s: Score) -> String {
    Table(
      titles: ["region", "from", "to", "inputs:", "max ulp:", "at", "mean:", "correctly rounded:"],
      rows: s.regions.map { r in
        [
          r.name, "\(s.format.decimal(hex: r.from)) `\(r.from)`",
          "\(s.format.decimal(hex: r.to)) `\(r.to)`", Figures.count(r.count),
          r.count == 0 ? "–" : s.boundMark + Figures.ulp(r.maxUlp),
          code(r.maxUlpInput), Figures.ulp(r.meanUlp),
          Figures.share(r.correctlyRounded, of: r.count),
        ]
      }
    ).markdown
  }

  private func worst(_ s: Score) -> String {
    Table(
      titles: ["input", "output", "truth", "ulp:", "steps:"],
      rows: s.worst.map { w in
        [
          "\(s.format.decimal(hex: w.input)) `\(w.input)`",
          "\(s.format.decimal(hex: w.output)) `\(w.output)`", "\(w.truth) `\(w.truthBits)`",
          Figures.ulp(w.ulp), Figures.count(w.steps),
        ]
      }
    ).markdown
  }

  private func specials(_ s: Score) -> String {
    Table(
      titles: ["input", "expected", "got", ""],
      rows: s.specials.map { v in
        [
          "\(s.format.decimal(hex: v.input)) `\(v.input)`", "`\(v.expected)`", "`\(v.got)`",
          v.ok ? "ok" : "**broken**",
        ]
      }
    ).markdown
  }

  private var against: String {
    """
    ## Against other functions

    What an output is off by if the kernel is taken for another function: method error and evaluation \
    error together.

    \(Table(
      titles: ["function", "format", "max ulp:", "at", "max steps:", "mean ulp:", "correctly rounded:"],
      rows: others.map { s in
        [
          s.target, s.format.rawValue, s.boundMark + Figures.ulp(s.maxUlp), code(s.maxUlpInput),
          s.boundMark + Figures.count(s.maxSteps), Figures.ulp(s.meanUlp),
          Figures.share(s.correctlyRounded, of: s.numbers),
        ]
      }).markdown)
    """
  }

  private func command(_ s: Score) -> String {
    let inputs =
      s.inputs.kind == "exhaustive"
      ? "exhaustive" : "sample:\(s.inputs.requested ?? s.inputs.count):\(s.inputs.seed ?? 0)"
    return "gelu-accuracy measure \(s.kernel) --format \(s.format.rawValue) "
      + "--function \(s.function) --inputs \(inputs) --json -"
  }
}
