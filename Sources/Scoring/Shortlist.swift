import FloatingPointFormats

/// Inputs whose errors rung 1 finds among the largest of a region, until rung 2 ranks them.
///
/// Rung 1 knows |e| to within a slack: kept is whatever may be among the `TopList.capacity` largest.
struct Shortlist<T: BinaryFormat> {
  struct Entry {
    let input, output: T
    let low, high: Double
  }

  private(set) var entries: [Entry] = []
  /// So many entries, or the list they are for, have at least this size.
  private(set) var floor: Double

  init(above threshold: Double) { floor = max(TopList.least.nextDown, threshold) }

  /// Adds a block's inputs. Errors often rise or fall steadily, and from their larger end the floor
  /// is soon up.
  ///
  /// - Parameter isExact: rung 2 sees the same sizes: of inputs in ascending order none that only
  ///   equals the floor can enter the list.
  mutating func add(
    _ x: UnsafePointer<T>, _ y: UnsafePointer<T>, _ e: UnsafePointer<Double>,
    count: Int, slack: Double, isExact: Bool
  ) {
    let rises = !isExact && e[0].magnitude < e[count - 1].magnitude
    for k in 0..<count {
      let i = rises ? count - 1 - k : k
      let size = e[i].magnitude
      guard isExact ? size > floor : size + slack >= floor else { continue }
      let reach = isExact ? 0 : slack
      entries.append(Entry(input: x[i], output: y[i], low: size - reach, high: size + reach))
      if entries.count % 64 == 0 { prune() }
    }
  }

  private mutating func prune() {
    let tenth = entries.map(\.low).sorted(by: >)[TopList.capacity - 1]
    guard tenth > floor else { return }
    floor = tenth
    entries.removeAll { $0.high < tenth }
  }

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }
}
