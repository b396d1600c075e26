/// A run of consecutive scored inputs that show one class of wrong results, as places in totalOrder.
struct ClassRun: Codable, Sendable, Equatable {
  /// One past the scored input before the first, or the first where there is none: where the stretch of the
  /// line begins that the run answers for.
  var left: UInt64
  var from, to: UInt64
  var count: Int

  /// Whether another run goes on where this one ends.
  func adjoins(_ next: ClassRun) -> Bool { next.left > to && next.left - 1 == to }
}

/// The runs of one class: how many there are, and the first and last of them.
///
/// Whatever is kept depends on the inputs that have been scored alone, not on the order in which parts were
/// joined. A run that touches inputs that are not scored yet may grow, and is always kept. Of the others, which
/// are as long as they will be, the first and last few are, and whatever lies before and behind these.
struct RunList: Codable, Sendable, Equatable {
  /// How many runs are kept at each end.
  static let capacity = 8

  /// How many inputs are in runs, and how many runs there are; infinite inputs are in none.
  private(set) var inputs = 0
  private(set) var runs = 0
  /// Ascending.
  private(set) var kept: [ClassRun] = []
  /// The places of infinite inputs that show the class.
  private(set) var infinite: [UInt64] = []

  /// Adds a run that lies behind all others.
  mutating func append(_ run: ClassRun) {
    inputs += run.count
    runs += 1
    push(run)
  }

  mutating func addInfinite(_ position: UInt64) {
    infinite = Set(infinite + [position]).sorted()
  }

  /// Joins runs of other inputs.
  ///
  /// - Parameter covered: all inputs scored by then.
  mutating func merge(_ other: RunList, _ covered: Coverage) {
    inputs += other.inputs
    runs += other.runs
    infinite = Set(infinite + other.infinite).sorted()
    let (ours, theirs) = (kept, other.kept)
    kept = []
    var (i, k) = (0, 0)
    while i < ours.count || k < theirs.count {
      if k == theirs.count || i < ours.count && ours[i].from < theirs[k].from {
        push(ours[i])
        i += 1
      } else {
        push(theirs[k])
        k += 1
      }
    }
    thin(covered)
  }

  private mutating func push(_ run: ClassRun) {
    guard let last = kept.last, last.adjoins(run) else {
      kept.append(run)
      return
    }
    kept[kept.count - 1].to = run.to
    kept[kept.count - 1].count += run.count
    runs -= 1
  }

  /// Leaves out the runs in the middle that cannot grow.
  mutating func thin(_ covered: Coverage) {
    guard kept.count > 2 * RunList.capacity else { return }
    let isOpen = kept.map { covered.isAtBorder($0) }
    let closed = kept.indices.filter { !isOpen[$0] }
    guard closed.count > 2 * RunList.capacity else { return }
    let (low, high) = (
      closed[RunList.capacity - 1], closed[closed.count - RunList.capacity]
    )
    kept = kept.indices.filter { $0 <= low || $0 >= high || isOpen[$0] }.map { kept[$0] }
  }

  /// All runs where there are at most twice the capacity, else the first and last.
  var shown: [ClassRun] {
    runs <= 2 * RunList.capacity
      ? kept : Array(kept.prefix(RunList.capacity) + kept.suffix(RunList.capacity))
  }
}
