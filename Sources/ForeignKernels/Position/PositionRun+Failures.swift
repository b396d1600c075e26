import FloatingPointFormats

extension PositionRun {
  /// A call that failed: a finding that says which calls do not. The check goes on with those.
  mutating func add(_ failure: KernelFailure) throws {
    let (batch, offset) = (lastBatch, lastOffset)
    let isSudden = [.crash, .abort, .exit].contains(failure.kind)
    var text = "\(failure.kind.verb) in a call of \(batch.count) values"
    if let offset, isSudden, let found = alignment(batch, offset) {
      text = found.text(failure.kind.verb)
      brokenOffsets = found.broken
    } else if batch.count != inputs.count || offset != nil {
      text += ", not in one of \(inputs.count)"
      // Other lengths show the same; and each try may wait for a whole time limit.
      hasGivenUp = true
    } else {
      text += report.compared > 0 ? ", not in each" : ""
      if isSudden, report.compared == 0, let input = culprit(batch) {
        text += "; \(input.hexBits) alone does it"
      }
      hasGivenUp = true
    }
    report.add(
      .failure(
        "\(text) (\(failure.detail))", first: batch.first?.hexBits ?? "", length: batch.count,
        offset: offset))
  }

  /// The one input that ends a call by itself; nil where it takes more than one.
  private mutating func culprit(_ batch: [X]) -> X? {
    var part = batch
    while part.count > 1 {
      let middle = part.count / 2
      let halves = [Array(part[..<middle]), Array(part[middle...])]
      guard let failing = halves.first(where: { (try? call($0, nil)) == nil }) else { return nil }
      part = failing
    }
    return part.first
  }

  /// What a failing call's alignment has to do with it.
  private struct Alignment {
    var offset: Int
    var broken: Set<Int>
    var least: Int

    func text(_ verb: String) -> String {
      let values = offset == 1 ? "one value" : "\(offset) values"
      return "\(verb) at buffers \(values) off alignment, not at multiples of \(least) bytes; "
        + "--alignment \(least) says so"
    }
  }

  /// The least multiple of bytes at which the call does not fail; nil where it is not the alignment.
  private mutating func alignment(_ batch: [X], _ offset: Int) -> Alignment? {
    let width = min(MemoryLayout<X>.stride, MemoryLayout<Y>.stride)
    let broken = (0..<max(16, 64 / width)).filter { (try? call(batch, $0)) == nil }
    guard broken.contains(offset),
      let least = leastAlignment(width: width, broken: Set(broken))
    else { return nil }
    return Alignment(offset: offset, broken: Set(broken), least: least)
  }
}

/// The least power of two of bytes whose multiples are no broken offsets, these being in values.
func leastAlignment(width: Int, broken: Set<Int>) -> Int? {
  var bytes = 2 * width
  while bytes <= 64 {
    if broken.allSatisfy({ $0 * width % bytes != 0 }) { return bytes }
    bytes *= 2
  }
  return nil
}

extension KernelFailure.Kind {
  /// What the kernel does then.
  var verb: String {
    switch self {
    case .crash: "crashes"
    case .abort: "aborts"
    case .exit: "exits"
    case .hang: "hangs"
    default: rawValue
    }
  }
}
