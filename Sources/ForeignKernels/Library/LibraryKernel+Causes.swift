import FloatingPointFormats

extension MixedLibraryKernel {
  /// A sudden end of a call, with what brought it about: an alignment that the buffers did not have, or
  /// one input that does it alone. The first of a kernel only; the search takes calls of its own.
  func explained(_ failure: KernelFailure, _ x: Values) -> KernelFailure {
    guard [.crash, .abort, .exit].contains(failure.kind), failure.batch != nil else {
      return failure
    }
    let isFirst = isExplained.withLock { known in
      defer { known = true }
      return !known
    }
    guard isFirst, let cause = alignment(x) ?? culprit(failure.kind, x) else { return failure }
    var failure = failure
    failure.detail += "; \(cause)"
    replace(failure)
    return failure
  }

  /// How a call fails when its buffers start so many values after a multiple of 64 bytes; nil where it
  /// does not.
  private func fault(_ x: Values, at offset: Int) -> KernelFailure.Kind? {
    withUnsafeTemporaryAllocation(of: Output.self, capacity: x.count) { y in
      do {
        try evaluate(dy: nil, x, into: y, at: offset)
        return nil
      } catch { return (error as? KernelFailure)?.kind }
    }
  }

  private func fault(of x: Input) -> KernelFailure.Kind? {
    withUnsafePointer(to: x) { fault(Values(start: $0, count: 1), at: 0) }
  }

  private func alignment(_ x: Values) -> String? {
    guard fault(x, at: 0) == nil else { return nil }
    let width = min(MemoryLayout<Input>.stride, MemoryLayout<Output>.stride)
    let broken = (1..<64 / width).filter { fault(x, at: $0) != nil }
    guard !broken.isEmpty, let bytes = leastAlignment(width: width, broken: Set(broken)) else {
      return nil
    }
    return "not where its buffers start at multiples of \(bytes) bytes: --alignment \(bytes)"
  }

  /// Halves the inputs as long as one of the halves does the same.
  private func culprit(_ kind: KernelFailure.Kind, _ x: Values) -> String? {
    var left = x
    guard fault(left, at: 0) == kind else { return nil }
    let ends = [x[0], x[x.count / 2], x[x.count - 1]]
    if form != .scalar, ends.allSatisfy({ fault(of: $0) == kind }) {
      return "any input does this: \(hint(x.count).asksOrder)"
    }
    while left.count > 1 {
      let halves = [
        Values(rebasing: left[..<(left.count / 2)]), Values(rebasing: left[(left.count / 2)...]),
      ]
      guard let next = halves.first(where: { fault($0, at: 0) == kind }) else { return nil }
      left = next
    }
    return left.first.map { "the input \($0.hexBits) alone does this" }
  }
}
