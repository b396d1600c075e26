import FloatingPointFormats
import Kernels
import Scoring

/// The page of one kernel: what it is, all its scores at a glance, a section for each.
struct KernelPage {
  let kernel: KernelDescription
  /// Those against its own function come first.
  let scores: [Score]

  init(kernel: KernelDescription, scores: [Score]) {
    self.kernel = kernel
    self.scores =
      scores.filter { $0.function == kernel.function }
      + scores.filter { $0.function != kernel.function }
  }

  var markdown: String {
    let parts = [
      "# \(kernel.name)", Markdown.block(kernel.formula), facts, glance, definition,
    ]
    return (parts + scores.map { KernelSection(score: $0).markdown }).joined(separator: "\n\n")
      + "\n"
  }

  private var facts: String {
    let name = kernel.derivative == 0 ? kernel.function : "the derivative of \(kernel.function)"
    let constants = kernel.parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let own = constants.isEmpty ? "" : ", by its own constants (\(Figures.list(constants)))"
    var lines = ["**Computes** \(name)\(own).", "**Used by** \(kernel.usedBy)."]
    if !kernel.policy.isEmpty { lines.insert("**Evaluated** as \(kernel.policy).", at: 1) }
    lines.append(
      kernel.usesLibm
        ? "**Depends** on the platform's libm: the results are those of "
          + "[environment.json](../environment.json)."
        : "**Depends** on no library: the results are the same on every platform.")
    if kernel.defects.isEmpty {
      lines.append("**Known defects:** none.")
    } else {
      lines.append(
        "**Known defects:**\n" + kernel.defects.map { "  - \($0)" }.joined(separator: "\n"))
    }
    return lines.map { "- \($0)" }.joined(separator: "\n")
  }

  private var glance: String {
    Table(
      titles: ["scored", "largest ULP error:", "at", "correctly rounded:", "verdict"],
      rows: scores.map { s in
        [
          "[\(s.heading)](#\(Markdown.anchor(s.heading)))", s.maximum, Markdown.code(s.maxUlpInput),
          Figures.share(s.correctlyRounded, of: s.numbers), Verdict(s).mark,
        ]
      }
    ).markdown
  }

  private var definition: String {
    """
    > **ULP error** of an output y: (y − G)/ulp(G), a signed real number. G is the exact real value at \
    the exact input, never rounded; ulp(G) is the format's spacing in G's binade, subnormals included. \
    *Correctly rounded*: y is G's rounding to nearest. *Faithful*: the error is below 1. **Steps** \
    count the representable values from y to G's rounding. “≥” marks the largest known over a sample; \
    without it, a maximum is over every input of the format.
    """
  }
}
