import FloatingPointFormats
import Functions
import Kernels
import Scoring
import Verdicts

/// The first page: every kernel in every format at a glance, a table for each function.
struct IndexPage: Sendable {
  let kernels: [KernelDescription]
  let scores: [Score]
  /// Pictures to show, as paths with what they show.
  let pictures: [(path: String, title: String)]
  /// Further pages, as titles with paths.
  var others: [(title: String, path: String)] = []

  private var pages: PageMap { PageMap(kernels) }

  var markdown: String {
    var parts = [Report.title, guide]
    parts += pictures.map { "![\($0.title)](\($0.path))" }
    let tables = tables
    if !others.isEmpty {
      parts.append("Also: " + others.map { "[\($0.title)](\($0.path))" }.joined(separator: " · "))
    }
    if !tables.isEmpty {
      let links = tables.map { "[\($0.title)](#\(Markdown.anchor($0.title)))" }
      parts.append("Tables: " + links.joined(separator: " · "))
    }
    parts += tables.map { "## \($0.title)\n\n\($0.text)" }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var guide: String {
    """
    \(Figures.count(scores.count, "score")) of \(Figures.count(kernels.count, "kernel")). A cell \
    gives the largest ULP error, a verdict, the share of results that are correctly rounded, and the \
    input of the largest error in bits; it links to the regions, plots and worst inputs behind it. The \
    ULP error of an output y is (y − G)/ulp(G), where G is the exact real value, never rounded, and \
    ulp(G) the format's spacing there; correct rounding keeps it within 0.5, and a faithful result \
    below 1. **Bold** is the smallest maximum of its column among kernels that give no finite input a NaN, an \
    infinity, a wrong sign or a lost result. A maximum \
    over every input of the format is exact; “≥” marks the largest known, over a sample. “†”: a \
    special value (a zero, an infinity, NaN, an end of the range) is wrong. What it ran on: \
    [environment.json](environment.json).
    """
  }

  private struct Group: Hashable {
    let target: Target
    /// Whether it is the function that its kernels compute.
    let isOwn: Bool

    var title: String {
      isOwn
        ? target.description.replacing(/^the d/, with: "D")
        : "Other kernels against \(target)"
    }
  }

  /// Values before derivatives, and a function's own kernels before what is only compared with it.
  private var tables: [(title: String, text: String)] {
    let own = Dictionary(kernels.map { ($0.name, $0.target) }, uniquingKeysWith: { a, _ in a })
    let rows = Dictionary(grouping: scores.filter { own[$0.kernel] != nil }) {
      Group(target: $0.target, isOwn: own[$0.kernel] == $0.target)
    }
    var groups: [Group] = []
    for derivative in 0...2 {
      for isOwn in [true, false] {
        let functions = (kernels.map(\.target) + scores.map(\.target)).map(\.function)
        for function in functions {
          let group = Group(target: Target(function, derivative: derivative), isOwn: isOwn)
          if rows[group] != nil, !groups.contains(group) { groups.append(group) }
        }
      }
    }
    return groups.map { ($0.title, table(rows[$0] ?? [])) }
  }

  private func table(_ scores: [Score]) -> String {
    let byKernel = Dictionary(grouping: scores, by: \.kernel)
    let least = Dictionary(grouping: scores, by: \.format).compactMapValues { column in
      column.count > 1 ? column.filter { Verdict($0).isSound }.map(\.maxUlp).min() : nil
    }
    let formats = FormatName.allCases.filter { format in
      FormatName.reported.contains(format) || self.scores.contains { $0.format == format }
    }
    let rows = kernels.inFamilies.compactMap { kernel -> [String]? in
      guard let own = byKernel[kernel.name] else { return nil }
      return ["[\(kernel.name)](kernels/\(pages.link(kernel.name)))"]
        + formats.map { format in
          own.first { $0.format == format }.map { cell($0, least: least[format]) } ?? "–"
        }
    }
    return Table(titles: ["kernel"] + formats.map(\.rawValue), rows: rows).markdown
  }

  private func cell(_ s: Score, least: Double?) -> String {
    let verdict = Verdict(s)
    let number = "[\(s.maximum)](kernels/\(pages.link(s)))"
    let isLeast = verdict.isSound && s.maxUlp == least
    let dagger = s.specialsBroken.isEmpty ? "" : " †"
    let place = s.maxUlpInput.isEmpty ? "" : " · `\(s.maxUlpInput)`"
    return (isLeast ? "**\(number)**" : number) + " \(verdict.mark)\(dagger)<br>"
      + Figures.share(s.correctlyRounded, of: s.numbers) + place
  }
}

extension [KernelDescription] {
  /// The same, a kernel's variants next to each other: `erf`, `erf+native`, `erf+f64`.
  var inFamilies: [KernelDescription] {
    var order: [String] = []
    let members = Dictionary(grouping: self, by: \.id)
    for id in map(\.id) where !order.contains(id) { order.append(id) }
    return order.flatMap { members[$0] ?? [] }
  }
}
