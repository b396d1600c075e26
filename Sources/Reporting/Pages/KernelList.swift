import FloatingPointFormats
import Kernels

/// The kernels that a report may be of, in the order in which they are listed, each once, and how each format
/// evaluates them.
package struct KernelList: Sendable {
  package private(set) var all: [KernelDescription]
  private var arithmetics: [String: [(format: FormatName, arithmetic: String)]]

  /// - Parameter kernels: those of each format. All but the arithmetic of a kernel is taken from its first
  ///   description.
  package init(_ kernels: [FormatName: [KernelDescription]]) {
    let each = FormatName.reported.flatMap { format in (kernels[format] ?? []).map { (format, $0) }
    }
    var seen: Set<String> = []
    all = each.map(\.1).filter { seen.insert($0.name).inserted }
    arithmetics = Dictionary(grouping: each.filter { !$0.1.arithmetic.isEmpty }) { $0.1.name }
      .mapValues { $0.map { (format: $0.0, arithmetic: $0.1.arithmetic) } }
  }

  func arithmetics(_ kernel: String) -> [(format: FormatName, arithmetic: String)] {
    arithmetics[kernel] ?? []
  }
}

extension KernelList {
  /// All kernels of the other list, as this one has them where it has them.
  func filling(_ other: KernelList?) -> KernelList {
    guard let other else { return self }
    var list = other
    let own = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    let missing = all.filter { kernel in !other.all.contains { $0.name == kernel.name } }
    list.all = other.all.map { own[$0.name] ?? $0 } + missing
    list.arithmetics.merge(arithmetics) { $1 }
    return list
  }
}
