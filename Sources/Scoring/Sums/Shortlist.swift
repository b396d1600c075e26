import FloatingPointFormats

/// What rung 1 knows of the sizes of errors.
enum ErrorSizes {
  /// Each to within a slack.
  case near
  /// Rung 2 sees the same sizes.
  case exact
  /// To within a slack; but the truth is one number, so equal outputs have equal errors.
  case ofOneTruth
}

/// Inputs whose errors rung 1 finds among the largest of a region, until rung 2 ranks them.
///
/// Rung 1 knows |e| to within a slack: kept is whatever may be among the `TopList.capacity` largest.
struct Shortlist<X: BinaryFormat, Y: BinaryFormat> {
  struct Entry {
    let input: X
    let output: Y
    let low, high: Double
  }

  private(set) var entries: [Entry] = []
  /// So many entries, or the list they are for, have at least this size.
  private(set) var floor: Double
  /// As many come before an input of the floor's size that lies behind this position.
  private var floorPosition: UInt64

  private static var leastPruned: Int { 64 }
  /// Entries of one size are all kept, so the next pruning is when there are twice as many.
  private var nextPruning = leastPruned

  /// What may enter a list.
  init(of list: TopList) {
    let least = TopList.least.nextDown
    floor = max(least, list.threshold)
    floorPosition = list.threshold < least ? 0 : list.candidates[TopList.capacity - 1].position
  }

  /// Adds a block's inputs. Errors often rise or fall steadily, and from their larger end the floor
  /// is soon up. Where they are equal the earlier inputs enter: known exactly, what equals the floor
  /// enters by its position alone; of equal outputs for one truth the first ten do.
  mutating func add(
    _ x: UnsafePointer<X>, _ y: UnsafePointer<Y>, _ e: UnsafePointer<Double>,
    count: Int, slack: Double, _ sizes: ErrorSizes
  ) {
    let rises = sizes == .near && e[0].magnitude < e[count - 1].magnitude
    var equals = 0
    for k in 0..<count {
      let i = rises ? count - 1 - k : k
      let size = e[i].magnitude
      if sizes == .ofOneTruth {
        equals = k > 0 && y[i].bitPattern == y[i - 1].bitPattern ? equals + 1 : 1
        guard equals <= TopList.capacity else { continue }
      }
      if sizes == .exact {
        guard size > floor || size == floor && x[i].position < floorPosition else { continue }
      } else {
        guard size + slack >= floor else { continue }
      }
      let reach = sizes == .exact ? 0 : slack
      entries.append(Entry(input: x[i], output: y[i], low: size - reach, high: size + reach))
      if entries.count >= nextPruning { prune() }
    }
  }

  private mutating func prune() {
    defer { nextPruning = max(Shortlist.leastPruned, 2 * entries.count) }
    let tenth = entries.sorted {
      $0.low != $1.low ? $0.low > $1.low : $0.input.position < $1.input.position
    }[TopList.capacity - 1]
    guard (tenth.low, floorPosition) > (floor, tenth.input.position) else { return }
    (floor, floorPosition) = (tenth.low, tenth.input.position)
    entries.removeAll {
      $0.high < floor
        || $0.low == $0.high && $0.low == floor && $0.input.position > floorPosition
    }
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    nextPruning = Shortlist.leastPruned
  }
}
