/// The stretches of the input line that have been scored, as places in totalOrder: each scored input answers for
/// itself and what lies between it and the scored input before.
struct Coverage: Codable, Sendable, Equatable {
  struct Span: Codable, Sendable, Equatable {
    /// Both ends belong to it.
    var from, through: UInt64
  }

  /// Ascending, and never adjoining.
  private(set) var spans: [Span] = []

  /// Adds a stretch that overlaps none.
  mutating func add(_ span: Span) {
    var at = place(of: span.from)
    spans.insert(span, at: at)
    if at > 0, spans[at - 1].through == span.from - 1 {
      spans[at - 1].through = span.through
      spans.remove(at: at)
      at -= 1
    }
    if at + 1 < spans.count, spans[at].through == spans[at + 1].from - 1 {
      spans[at].through = spans[at + 1].through
      spans.remove(at: at + 1)
    }
  }

  mutating func merge(_ other: Coverage) {
    for span in other.spans { add(span) }
  }

  /// Whether a run begins or ends where a stretch does, so that inputs to come may lengthen it.
  func isAtBorder(_ run: ClassRun) -> Bool {
    let at = place(of: run.from)
    guard at > 0 else { return true }
    return spans[at - 1].from == run.left || spans[at - 1].through == run.to
  }

  /// How many stretches begin at or before a place.
  private func place(of position: UInt64) -> Int {
    if let last = spans.last, last.from <= position { return spans.count }
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].from <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
