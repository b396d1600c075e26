import CHotLoop
import FloatingPointFormats
import Oracle

/// Rung 2 for float64 in vectors: walks ascending inputs cell by cell, and hands what is left open, or
/// has no cell, one by one to the judge.
struct FastJudge64 {
  let judge: Judge
  private let source: TruthSource
  private var blocks: HotBlocks<Double, Double>
  private var cell = hot_wide_cell()
  /// The numbers that the cell, and the direction of the truth in it, hold for.
  private var range = (from: 0.0, through: -1.0)
  private var isUsable = false
  /// The line that was used last.
  private var line: LineStretch?

  init(_ judge: Judge) {
    self.judge = judge
    source = judge.source
    blocks = HotBlocks(judge)
  }

  /// Judges ascending inputs; the first is compared with the pair that `cursor` holds.
  mutating func run(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, from: Int, count: Int,
    _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    var i = from
    while i < count {
      if i == 0 || !x[i - 1].isFinite {
        try first(x + i, y + i, &cursor, &total)
        i += 1
        continue
      }
      guard hasCell(x[i]), isReady(x[i], after: x[i - 1]) else {
        let right = rightOnLine(x + i, y + i, count - i, &cursor, &total)
        if right == 0 { try slow(x, y, i, &cursor, &total) }
        i += max(1, right)
        continue
      }
      i += try block(x + i, y + i, count - i, &cursor, &total)
    }
  }

  /// Adds what is still on the shortlist; after the last run.
  mutating func finish(_ total: inout Accumulator) throws { try blocks.settle(&total) }

  func deallocate() { blocks.deallocate() }

  /// Whether the cell holds for x, and for its order with the number before.
  private mutating func isReady(_ x: Double, after before: Double) -> Bool {
    if !(range.from <= x && x <= range.through) {
      enterCell(x)
      if judge.turns.contains(where: { before < $0 && $0 <= x }) { return false }
    }
    return isUsable
  }

  /// Judges an input that has none before it to compare with. Beside itself nothing is out of order,
  /// so the same rung judges it as would within a run.
  private mutating func first(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ cursor: inout Cursor,
    _ total: inout Accumulator
  ) throws {
    guard hasCell(x[0]), isReady(x[0], after: x[0]) else {
      if rightOnLine(x, y, 1, &cursor, &total) == 0 { try slow(x, y, 0, &cursor, &total) }
      return
    }
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { pair in
      guard let xs = pair.baseAddress else { return }
      _ = pair.initialize(fromContentsOf: [x[0], x[0], y[0], y[0]])
      _ = try block(xs + 1, xs + 3, 1, &cursor, &total)
    }
  }

  /// Judges the inputs from x[0] on that share its cell and column, up to a block of them, and tells
  /// how many they were; x[−1] is the one before.
  private mutating func block(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int, _ cursor: inout Cursor,
    _ total: inout Accumulator
  ) throws -> Int {
    cursor.advance(to: x[0].ordinal, judge.map)
    let last = min(range.through, Double(ordinal: cursor.columnEnd))
    var n = 1
    while n < Int(hot_block), n < count, x[n] <= last { n += 1 }
    hot_float64(x, y, Int64(n), &cell, blocks.result)
    let source = source
    try blocks.take(blocks.result, x, y, n, slack: cell.slack, .near, cursor, &total) {
      source.truth(at: $0).double
    }
    try blocks.forEachException { k in
      cursor.previous = pair(x, y, k - 1)
      try slow(x, y, k, &cursor, &total)
    }
    cursor.previous = pair(x, y, n - 1)
    return n
  }

  private func pair(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ i: Int
  ) -> (x: Double, y: Double)? {
    y[i].isNaN ? nil : (x[i], y[i])
  }

  private func hasCell(_ x: Double) -> Bool {
    // Below 2^−1021 are special inputs, and the judge's.
    let m = x.magnitude
    return source.isOnCells(x) && m >= max(source.wideRange(at: x).from, 0x1p-1021)
  }

  private mutating func enterCell(_ x: Double) {
    guard let wide = source.wideCell(at: x), wide.relativeBound < 0x1p-58 else {
      isUsable = false
      // Asked again at the next input.
      range = (x, x)
      return
    }
    isUsable = true
    let piece = judge.turns.count { $0 <= x }
    cell = hot_wide_cell(
      wide, flushing: judge.flush != .none,
      direction: judge.rises(after: piece) ? 1 : -1, bounded: judge.isBounded)
    blocks.isNegative = source.truth(at: x).hi < 0
    let least = max(wide.from, 0x1p-1021)
    range = x < 0 ? ((-wide.to).nextUp, -least) : (least, wide.to.nextDown)
    if piece < judge.turns.count { range.through = min(range.through, judge.turns[piece].nextDown) }
    if piece > 0 { range.from = max(range.from, judge.turns[piece - 1]) }
  }

  /// How many outputs from here on are right, in order and on a line of the truth, and counted so; 0 leaves the
  /// first to the judge. Special inputs are the judge's: beside the ends of the line of numbers, none is on a line.
  private mutating func rightOnLine(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int, _ cursor: inout Cursor,
    _ total: inout Accumulator
  ) -> Int {
    if !(line.map { $0.from <= x[0] && x[0] <= $0.through } ?? false) {
      line = source.line(around: x[0])
    }
    // Of a falling line the order would have to be looked at one by one.
    guard let line, line.slope >= 0 else { return 0 }
    let before = cursor.previous
    guard y[0].bitPattern == line.value(at: x[0]).bitPattern, !judge.isSpecial(x[0].bitPattern),
      cursor.isInOrder(x[0], y[0], judge)
    else {
      cursor.previous = before
      return 0
    }
    cursor.advance(to: x[0].ordinal, judge.map)
    let end = min(
      line.through, Double(ordinal: cursor.columnEnd), Double.greatestFiniteMagnitude.nextDown)
    var n = 1
    while n < count, x[n] <= end, y[n].bitPattern == line.value(at: x[n]).bitPattern { n += 1 }
    total.addExact(n, cursor)
    cursor.previous = (x[n - 1], y[n - 1])
    return n
  }

  private func slow(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ i: Int, _ cursor: inout Cursor,
    _ total: inout Accumulator
  ) throws {
    try judge.judge(
      x: x[i], y: y[i], input: x[i].bitPattern, output: y[i].bitPattern, &cursor, &total)
  }
}
