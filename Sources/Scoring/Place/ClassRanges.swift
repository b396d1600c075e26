/// In which ranges of the scored inputs each class of wrong results occurs.
///
/// Inputs that show a class are marked as they are judged; `settle` makes runs of them as soon as a stretch is
/// done. Merging is associative and commutative, bit for bit.
struct ClassRanges: Sendable, Equatable {
  private(set) var lists: [ErrorClass: RunList] = [:]
  private(set) var covered = Coverage()
  /// Inputs marked since the last stretch was settled.
  private var marks: [Mark] = []

  /// Consecutive scored inputs that show a class.
  private struct Mark: Sendable, Equatable {
    let errorClass: ErrorClass
    var from, to: UInt64
    var count: Int
  }

  /// Marks scored inputs that follow each other.
  mutating func mark(_ errorClass: ErrorClass, from: UInt64, to: UInt64, count: Int) {
    if let last = marks.indices.last, marks[last].errorClass == errorClass,
      from > 0, marks[last].to == from - 1
    {
      marks[last].to = to
      marks[last].count += count
    } else {
      marks.append(Mark(errorClass: errorClass, from: from, to: to, count: count))
    }
  }

  mutating func mark(_ errorClass: ErrorClass, at position: UInt64) {
    mark(errorClass, from: position, to: position, count: 1)
  }

  mutating func markInfinite(_ errorClass: ErrorClass, _ position: UInt64) {
    lists[errorClass, default: RunList()].addInfinite(position)
  }

  /// Takes the marks of the first of a stretch away, and tells their classes: what order it is in is judged
  /// later.
  ///
  /// - Parameter next: the scored input after it.
  mutating func detach(_ position: UInt64, next: UInt64) -> Set<ErrorClass> {
    var classes: Set<ErrorClass> = []
    for i in marks.indices where marks[i].from == position {
      classes.insert(marks[i].errorClass)
      marks[i].from = next
      marks[i].count -= 1
    }
    marks.removeAll { $0.count == 0 }
    return classes
  }

  /// Makes runs of the marks: all of them lie in a stretch that has been scored now.
  mutating func settle(_ stretch: ScoredStretch) {
    guard !marks.isEmpty || !lists.isEmpty else {
      covered.add(stretch.span)
      return
    }
    var own = ClassRanges()
    own.covered.add(stretch.span)
    // Within a block exceptions are judged last.
    marks.sort { $0.from < $1.from }
    for mark in marks {
      own.lists[mark.errorClass, default: RunList()].append(
        ClassRun(left: stretch.left(mark.from), from: mark.from, to: mark.to, count: mark.count))
    }
    marks.removeAll(keepingCapacity: true)
    for c in own.lists.keys { own.lists[c]?.thin(own.covered) }
    merge(own)
  }

  mutating func merge(_ other: ClassRanges) {
    covered.merge(other.covered)
    for c in ErrorClass.allCases {
      guard var list = lists[c] ?? (other.lists[c] == nil ? nil : RunList()) else { continue }
      list.merge(other.lists[c] ?? RunList(), covered)
      lists[c] = list
    }
  }
}

/// Consecutive scored inputs, and where the stretches of the line begin that they answer for.
struct ScoredStretch {
  let span: Coverage.Span
  /// Of a scored input of the stretch.
  let left: (UInt64) -> UInt64

  /// Every encoding between two places.
  init(consecutive positions: Range<UInt64>) {
    span = Coverage.Span(from: positions.lowerBound, through: positions.upperBound - 1)
    left = { $0 }
  }

  /// - Parameter ranks: of the plan's inputs; not empty.
  init(_ plan: InputPlan, _ ranks: Range<Int>) {
    span = Coverage.Span(
      from: plan.left(ofRank: ranks.lowerBound), through: plan.position(ranks.upperBound - 1))
    left = { plan.left(ofRank: plan.rank(of: $0)) }
  }

  /// - Parameters:
  ///   - positions: ascending, not empty.
  ///   - before: the scored input before them.
  init(_ positions: [UInt64], before: UInt64?) {
    func left(_ i: Int) -> UInt64 {
      i > 0 ? positions[i - 1] + 1 : before.map { $0 + 1 } ?? positions[0]
    }
    span = Coverage.Span(from: left(0), through: positions[positions.count - 1])
    self.left = { position in left(positions.partitioningIndex { $0 >= position }) }
  }
}

extension InputPlan {
  /// One past the input before, or the first input itself.
  fileprivate func left(ofRank rank: Int) -> UInt64 {
    rank > 0 ? position(rank - 1) + 1 : position(0)
  }

  /// The stretches of the line that consecutive ranks answer for.
  func span(ofRanks ranks: Range<Int>) -> Coverage.Span { ScoredStretch(self, ranks).span }
}

extension ClassRanges: Codable {
  private enum Key: String, CodingKey { case lists, covered }

  init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Key.self)
    let byName = try keys.decode([String: RunList].self, forKey: .lists)
    for (name, list) in byName {
      guard let errorClass = ErrorClass(rawValue: name) else {
        throw DecodingError.dataCorruptedError(
          forKey: .lists, in: keys, debugDescription: "no class of wrong results: \(name)")
      }
      lists[errorClass] = list
    }
    covered = try keys.decode(Coverage.self, forKey: .covered)
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    let byName = Dictionary(uniqueKeysWithValues: lists.map { ($0.key.rawValue, $0.value) })
    try keys.encode(byName, forKey: .lists)
    try keys.encode(covered, forKey: .covered)
  }
}
