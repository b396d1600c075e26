import FloatingPointFormats
import Kernels

/// What the calls of a check of places differed in, and what they did not: a verdict covers no more.
package struct PositionScope: Sendable, Equatable, Codable {
  /// Each a noun: `length (1 to 1048576)`, `neighbours`.
  package var varied: [String] = []
  package var fixed: [String] = []

  /// `length (1 to 1048576), neighbours or call; not varied: dy (1)`
  package var line: String {
    let rest = varied.count > 1 ? " or " + (varied.last ?? "") : varied.last ?? ""
    let list = varied.dropLast().joined(separator: ", ") + rest
    return fixed.isEmpty ? list : "\(list); not varied: \(fixed.joined(separator: ", "))"
  }
}

/// How a kernel gets its inputs, as far as places go.
enum CallForm {
  /// Buffers of any length; aligned to so many bytes at least.
  case buffers(alignment: Int)
  /// The same with a buffer of upstream gradients, which hold one value.
  case gradients(alignment: Int)
  /// One value at a time.
  case values
  /// Batches of one length, in memory that is the child's own.
  case batches(Int)
}

extension MixedKernel {
  var callForm: CallForm {
    if let library = self as? MixedLibraryKernel<Input, Output> {
      let alignment = library.options.alignment
      switch library.form {
      case .batch: return .buffers(alignment: alignment)
      case .backward: return .gradients(alignment: alignment)
      case .scalar: return .values
      }
    }
    if let command = self as? MixedCommandKernel<Input, Output> {
      return .batches(command.options.callBatch)
    }
    if let fixed = self as? FixedGradient<CommandKernel<Input>> {
      return .batches(fixed.base.options.callBatch)
    }
    return .buffers(alignment: 1)
  }
}

extension PositionCheck {
  /// - Parameter count: how many inputs there are.
  func scope(_ form: CallForm, width: Int, count: Int) -> PositionScope {
    switch form {
    case .values:
      return PositionScope(varied: ["the inputs called before", "call"])
    case .batches(let batch):
      return PositionScope(
        varied: ["position", "neighbours", "call"],
        fixed: ["length (batches of \(batch))", "alignment"])
    case .buffers(let alignment), .gradients(let alignment):
      let lengths = lengths.filter { $0 < count } + [count, longest]
      var scope = PositionScope(
        varied: ["length (\(lengths.min() ?? 1) to \(lengths.max() ?? 1))"])
      let places = offsets(alignedTo: alignment, width: width).count
      if places > 1 {
        scope.varied.append("alignment (\(places) places after 64 bytes)")
      } else {
        scope.fixed.append("alignment (\(alignment) bytes)")
      }
      scope.varied += ["neighbours", "call"]
      if case .gradients = form { scope.fixed.append("dy (1)") }
      return scope
    }
  }

  /// The offsets at which buffers are aligned as promised.
  func offsets(alignedTo alignment: Int, width: Int) -> [Int] {
    offsets.filter { $0 * width % min(max(1, alignment), 64) == 0 && (alignment <= 64 || $0 == 0) }
  }
}
