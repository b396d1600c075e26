import FloatingPointFormats
import Functions
import Kernels
import Scoring
import Verdicts

/// The first page. Of many kernels, it shows those that people run first, and folds the rest by families; of few, it
/// shows all.
struct IndexPage: Sendable {
  let kernels: [KernelDescription]
  let scores: [Score]
  /// Pictures to show, as paths with what they show.
  let pictures: [(path: String, title: String)]
  var costs: [KernelCost] = []
  /// Further pages, as titles with paths.
  var others: [(title: String, path: String)] = []
  /// What to ship and what to avoid, in Markdown: stands before anything else.
  var ship: String?

  /// More kernels than these are folded.
  static let few = 24

  private var pages: PageMap { PageMap(kernels) }
  private var isFolded: Bool { kernels.count > IndexPage.few }

  var markdown: String {
    var parts = [Report.title, ship, guide].compactMap { $0 }
    if !others.isEmpty {
      parts.append("Also: " + others.map { "[\($0.title)](\($0.path))" }.joined(separator: " · "))
    }
    if isFolded { parts += first }
    let families = IndexFamilies(kernels: kernels, scores: scores, costs: costs, pages: pages)
    let shown = pictures.map { "![\($0.title)](\($0.path))" }.joined(separator: "\n\n")
    if !shown.isEmpty {
      parts.append(
        isFolded ? Markdown.details("The tail of the usual formulas, in pictures", shown) : shown)
    }
    let all = families.all
    if isFolded {
      parts.append("## All kernels")
      parts += all.map(families.folded)
    } else {
      parts += all.map { family in
        let table = IndexTable(scores: family.scores, costs: costs, pages: pages)
        return "## \(family.title)\n\n\(table.markdown(family.kernels))"
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// What people run first: values, and folded their gradients.
  private var first: [String] {
    let names = Dictionary(uniqueKeysWithValues: FirstKernels.all.map { ($0.kernel, $0.by) })
    let some = FirstKernels.all.compactMap { first in
      kernels.first { $0.name == first.kernel }
    }
    return [(0, "What people run first"), (1, "Gradients")].compactMap { order, title in
      let rows = some.filter { $0.target.derivative == order }
      guard !rows.isEmpty else { return nil }
      let own = scores.filter { s in rows.contains { $0.name == s.kernel && $0.target == s.target }
      }
      let labels = Dictionary(
        uniqueKeysWithValues: rows.map { kernel in
          let function = "of \(kernel.target.function.name)"
          let by = names[kernel.name] ?? ""
          return (kernel.name, kernel.target.function == .gelu ? by : "\(function); \(by)")
        })
      let table = IndexTable(scores: own, costs: costs, pages: pages)
      let text = table.markdown(rows, names: labels)
      return order == 0
        ? "## \(title)\n\n\(text)" : Markdown.details("<b>\(title)</b> of these", text)
    }
  }

  private var guide: String {
    """
    \(Figures.count(scores.count, "score")) of \(Figures.count(kernels.count, "kernel")). A cell has the largest \
    ULP error and a verdict, and below how many results are correctly rounded: of all finite inputs, or of \
    those of the sample, and where inputs come from N(0,1). “≥” marks the largest error of a sample. [words.md](words.md) defines the words\
    \(scores.isEmpty ? "" : "; [scores.csv](scores.csv) has every figure in one table"). A kernel without a link has its page from \
    `swift run -c release gelu-accuracy render KERNEL`. What it ran on: [environment.json](environment.json).
    """
  }
}
