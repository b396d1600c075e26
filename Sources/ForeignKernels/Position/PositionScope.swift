import FloatingPointFormats
import Kernels

/// What the calls of a check of places differed in, and what they did not: a verdict covers no more.
package struct PositionScope: Sendable, Equatable, Codable {
  /// Each a noun: `length (1 to 1048576)`, `neighbours`.
  package var varied: [String] = []
  package var fixed: [String] = []
  /// The upstream gradients that were compared, as `1 and 2`.
  package var dy: String?

  /// `do not depend on length (1 to 1048576) or call, and are linear in dy (1 and 2); not varied:
  /// alignment`
  package var line: String {
    let rest = varied.count > 1 ? " or " + (varied.last ?? "") : varied.last ?? "anything varied"
    var text = "do not depend on " + varied.dropLast().joined(separator: ", ") + rest
    if let dy { text += ", and are linear in dy (\(dy))" }
    return fixed.isEmpty ? text : "\(text); not varied: \(fixed.joined(separator: ", "))"
  }
}

/// How a kernel gets its inputs, as far as places go.
enum CallForm {
  /// Buffers of any length; aligned to so many bytes at least.
  case buffers(alignment: Int)
  /// One value at a time.
  case values
  /// Batches of one length, in memory that is the child's own.
  case batches(Int)
  /// Batches of any length, in memory that is the child's own.
  case frames
}

/// A kernel of two inputs at a fixed second one.
package protocol FixedSecondKernel: MixedKernel {
  /// The kernel that it calls.
  var ofTwoInputs: Any { get }
}

extension FixedGradient: FixedSecondKernel {
  package var ofTwoInputs: Any { base }
}

extension StoredKernel {
  var callForm: CallForm {
    let called: Any = (self as? any FixedSecondKernel)?.ofTwoInputs ?? self
    if let library = called as? MixedLibraryKernel<Input, Output> {
      return library.form == .scalar ? .values : .buffers(alignment: library.options.alignment)
    }
    if let command = called as? MixedCommandKernel<Input, Output> {
      return command.isFramed ? .frames : .batches(command.options.callBatch)
    }
    return .buffers(alignment: 1)
  }
}

/// What the calls that were made differed in.
struct TriedCalls {
  var lengths: Set<Int> = []
  /// In values after a multiple of 64 bytes; calls that leave it open begin there.
  var offsets: Set<Int> = [0]
  var repeats = false
  var neighbours = false
  var places = false
  var dy = false

  mutating func add(_ change: PositionPass.Change) {
    switch change {
    case .nothing: repeats = true
    case .neighbours: (neighbours, places) = (true, true)
    case .place: places = true
    case .length, .offset: break
    }
  }
}

extension PositionScope {
  init(_ tried: TriedCalls, _ form: CallForm, takesGradient: Bool) {
    func add(_ name: String, if isVaried: Bool, else constant: String? = nil) {
      if isVaried { varied.append(name) } else { fixed.append(constant ?? name) }
    }
    func addLength() {
      let (least, most) = (tried.lengths.min() ?? 0, tried.lengths.max() ?? 0)
      add("length (\(least) to \(most))", if: least < most, else: "length (\(least))")
    }
    switch form {
    case .values:
      add("the inputs called before", if: tried.neighbours)
    case .batches(let batch):
      add("position", if: tried.places)
      add("neighbours", if: tried.neighbours)
      fixed += ["length (batches of \(batch))", "alignment"]
    case .frames:
      addLength()
      add("position", if: tried.places)
      add("neighbours", if: tried.neighbours)
      fixed.append("alignment")
    case .buffers(let alignment):
      addLength()
      add(
        "alignment (\(tried.offsets.count) places after 64 bytes)", if: tried.offsets.count > 1,
        else: alignment > 1 ? "alignment (\(alignment) bytes)" : "alignment")
      add("neighbours", if: tried.neighbours)
    }
    add("call", if: tried.repeats)
    if takesGradient && tried.dy { dy = "1 and 2" }
    if takesGradient && !tried.dy { fixed.append("dy (1)") }
  }
}
