import FloatingPointFormats
import Kernels
import Scoring
import Verdicts

/// The page of a kernel from elsewhere: as that of a built-in one, with what is known of it in place of its
/// formula.
struct ForeignPage {
  /// Of one kernel.
  private let records: [ForeignRecord]

  /// The formats in their order, and in each values before derivatives.
  init(_ records: [ForeignRecord]) {
    self.records = FormatName.allCases.flatMap { format in
      records.filter { $0.score.format == format }.sorted {
        ($0.score.target.derivative, $0.score.stem) < ($1.score.target.derivative, $1.score.stem)
      }
    }
  }

  var markdown: String {
    let name = records.first?.score.kernel ?? ""
    let parts = [
      "# \(name)", facts, KernelPage.glance(records.map(\.score)), KernelPage.words,
    ]
    let sections = records.map { record in
      KernelSection(
        score: record.score, pictures: Pictures(hasErrors: true, hasHistogram: true),
        structure: record.about.structure, about: record.about
      ).markdown
    }
    return (parts + sections).joined(separator: "\n\n") + "\n"
  }

  private var facts: String {
    func distinct(_ texts: [String]) -> [String] {
      texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    let sources = distinct(records.map(\.about.source))
    let lines = [
      "**Kernel from elsewhere:** \(sources.joined(separator: "; ")).",
      "**Scored against:** \(Figures.list(distinct(records.map { "\($0.score.target)" }))).",
      "**Its formula** is not known here: where its error comes from is not split, and what libraries it calls "
        + "is not told.",
    ]
    return lines.map { "- \($0)" }.joined(separator: "\n")
  }
}
