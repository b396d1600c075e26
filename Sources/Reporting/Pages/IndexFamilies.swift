import Functions
import Kernels
import Scoring
import Verdicts

/// The scores of the index by what they are held to: values before derivatives, and a function's own kernels before
/// what is only compared with it.
struct IndexFamilies {
  let kernels: [KernelDescription]
  let scores: [Score]
  let costs: [KernelCost]
  let pages: PageMap

  struct Family {
    let title: String
    let scores: [Score]
    let kernels: [KernelDescription]
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

  var all: [Family] {
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
    return groups.map { group in
      let scores = rows[group] ?? []
      let names = Set(scores.map(\.kernel))
      return Family(
        title: group.title, scores: scores,
        kernels: kernels.inFamilies.filter { names.contains($0.name) })
    }
  }

  /// Of a folded family: its formulas, then what is folded under them.
  func folded(_ family: Family) -> String {
    let names = Set(family.kernels.map(\.name))
    let first = family.kernels.filter { isFirst($0.name, names) }
    let rest = family.kernels.filter { !isFirst($0.name, names) }
    let table = IndexTable(scores: family.scores, costs: costs, pages: pages)
    var parts = [table.markdown(first)]
    if !rest.isEmpty {
      parts.append(
        Markdown.details(
          "The same formulas in other arithmetic (+fma, +f64, +native) or with other constants: "
            + Figures.count(rest.count, "kernel"), table.markdown(rest)))
    }
    let scores = Figures.count(family.scores.count, "score")
    return Markdown.details(
      "<b>\(family.title)</b>: \(Figures.count(first.count, "formula")), \(scores)",
      parts.joined(separator: "\n\n"))
  }

  /// Whether a kernel is a formula's usual evaluation with its usual constants: `tanh`, not `tanh+fma`, nor
  /// `tanh-797885`.
  private func isFirst(_ kernel: String, _ names: Set<String>) -> Bool {
    guard pages.isHead(kernel) else { return false }
    guard let match = kernel.wholeMatch(of: /(.+)-[0-9.]+/) else { return true }
    return !names.contains(String(match.1))
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
