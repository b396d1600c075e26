import Kernels
import Scoring

/// Which page a kernel stands on: a formula has one page, named for its usual variant; the others
/// (`erf+native`, `erf+f64`) are rows of a table there.
package struct PageMap: Sendable {
  /// The kernels with a page, in the order in which they are listed.
  package let heads: [KernelDescription]
  private let all: [KernelDescription]
  private let pages: [String: String]

  package init(_ kernels: [KernelDescription]) {
    all = kernels
    heads = kernels.filter { kernel in
      kernels.first { $0.id == kernel.id }?.name == kernel.name
    }
    let headOfID = Dictionary(heads.map { ($0.id, $0.name) }) { first, _ in first }
    pages = Dictionary(kernels.map { ($0.name, headOfID[$0.id] ?? $0.name) }) { first, _ in first }
  }

  /// The page that a kernel stands on; its own for one that is not in the list.
  func page(_ kernel: String) -> String { pages[kernel] ?? kernel }

  func variants(of head: KernelDescription) -> [KernelDescription] {
    all.filter { $0.name != head.name && page($0.name) == head.name }
  }

  package func isHead(_ kernel: String) -> Bool { page(kernel) == kernel }

  /// The link to a kernel from the folder of the pages.
  func link(_ kernel: String) -> String {
    "\(page(kernel)).md" + (isHead(kernel) ? "" : "#\(VariantTable.anchor)")
  }

  /// The link to a score's section, or to the table that it is a row of.
  func link(_ score: Score) -> String {
    isHead(score.kernel)
      ? "\(score.kernel).md#\(Markdown.anchor(score.heading))" : link(score.kernel)
  }
}
