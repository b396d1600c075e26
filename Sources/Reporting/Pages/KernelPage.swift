import Analysis
import FloatingPointFormats
import Kernels
import Scoring
import Verdicts

/// The page of one kernel: what it is, all its scores at a glance, a section for each.
struct KernelPage {
  let kernel: KernelDescription
  /// How the formats evaluate it.
  let arithmetics: [(format: FormatName, arithmetic: String)]
  /// Those against its own function come first.
  let scores: [Score]
  let splits: [ErrorSplit]
  let structures: [Structure]
  let signed: [SignedErrors]
  /// Nil where the formula has no other variant.
  let variants: VariantTable?
  /// The formats of which the folder keeps the largest errors as pictures; nil where it keeps all pictures.
  let drawn: [FormatName]?
  /// As `ShownPages.project`.
  let project: String?

  init(
    kernel: KernelDescription, arithmetics: [(format: FormatName, arithmetic: String)],
    scores: [Score],
    splits: [ErrorSplit] = [], structures: [Structure] = [], signed: [SignedErrors] = [],
    variants: VariantTable? = nil,
    drawn: [FormatName]? = nil, project: String? = nil
  ) {
    (self.drawn, self.project) = (drawn, project)
    self.kernel = kernel
    self.splits = splits
    (self.structures, self.signed) = (structures, signed)
    self.arithmetics = arithmetics
    self.variants = variants
    self.scores =
      scores.filter { $0.target == kernel.target }
      + scores.filter { $0.target != kernel.target }
  }

  var markdown: String {
    let parts = [
      "# \(kernel.name)", Markdown.block(kernel.formula), facts, KernelPage.glance(scores),
      KernelPage.words, drawn == nil ? nil : command,
    ].compactMap { $0 }
    let sections = scores.map { score in
      KernelSection(
        score: score, pictures: Pictures(of: score, by: kernel, drawn: drawn),
        split: splits.first { $0.asked == score.question.asked },
        structure: structures.first { $0.asked == score.question.asked },
        signed: signed.first { $0.asked == score.question.asked }
      ).markdown
    }
    return (parts + sections + [variants?.markdown].compactMap { $0 }).joined(separator: "\n\n")
      + "\n"
  }

  private var facts: String {
    let name = "\(kernel.target)"
    let constants = kernel.parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let own = constants.isEmpty ? "" : ", by its own constants (\(Figures.list(constants)))"
    var lines = [
      "**Scored against:** \(name)\(own).", "**Used by:** \(Markdown.linked(kernel.usedBy)).",
    ]
    if let evaluated { lines.insert("**Evaluated:** \(evaluated).", at: 1) }
    lines.append(
      kernel.usesLibm
        ? "**Depends on** the platform's libm, here that of [environment.json](../environment.json)."
        : "**Depends on** no library: the results are the same on every platform.")
    if kernel.defects.isEmpty {
      lines.append("**Known defects:** none.")
    } else {
      lines.append(
        "**Known defects:**\n"
          + kernel.defects.map { "  - \(Markdown.linked($0))" }.joined(separator: "\n"))
    }
    if let project, !kernel.source.isEmpty {
      let name = kernel.source.split(separator: "/").last ?? ""
      lines.append("**Source:** [\(name)](../\(project)\(kernel.source)).")
    }
    return lines.map { "- \($0)" }.joined(separator: "\n")
  }

  /// The arithmetics, each with its formats where there are several: `float32 inside, one rounding
  /// (float16, bfloat16); native, no contraction (float32, float64)`.
  private var evaluated: String? {
    let different = arithmetics.map(\.arithmetic).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    guard different.count > 1 else { return different.first }
    return different.map { arithmetic in
      let formats = arithmetics.filter { $0.arithmetic == arithmetic }.map(\.format.rawValue)
      return "\(arithmetic) (\(formats.joined(separator: ", ")))"
    }.joined(separator: "; ")
  }

  static func glance(_ scores: [Score]) -> String {
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

  /// What gives the pictures that the folder does not keep.
  private var command: String {
    "`swift run -c release gelu-accuracy render \(kernel.name)` adds the pictures that are not kept here."
  }

  /// Where the words of the tables are defined.
  static let words =
    """
    The words of this page are defined in [words.md](../words.md). “≥” marks the largest error that is known, \
    over a sample; without it, a maximum is over every input of the format.
    """
}
