import CHotLoop
import FloatingPointFormats
import Oracle

/// Rung 1 for float32 inputs: walks consecutive encodings cell by cell through the hot loop, and hands what
/// that leaves open, one by one, to the judge above it.
///
/// Outputs are of float32 or a format whose numbers it has; they come in both.
struct FastJudge<Y: BinaryFormat> {
  let judge: Judge
  private var blocks: HotBlocks<Float, Y>
  private var repeated = RepeatedBlocks(precision: Y.precision)
  private let beyond: BeyondRange?
  /// Where inputs have weights.
  private let weighted: WeightedBlocks?
  /// The ordinals of nonzero finite inputs whose outputs are kept.
  private let specials = [Float.largestFinite, .smallestNormal, .smallestSubnormal]
    .flatMap { [$0.ordinal, -$0.ordinal] }.sorted()
  private var cell = hot_cell()
  private var cellEnd = Int.min
  /// Whether right outputs of the cell are one constant, or x times one, exactly.
  private var isConstant = false
  private var sizes = ErrorSizes.near
  /// Rung 2's cell of the same stretch.
  private var coarse: CoarseCell?

  /// - Parameter floors: those of the run that this is a part of.
  /// - Throws: `OracleError`.
  init(_ judge: Judge, sharing floors: PeakFloors? = nil) throws {
    self.judge = judge
    beyond = try BeyondRange(judge)
    weighted = WeightedBlocks(judge)
    blocks = HotBlocks(judge, sharing: floors)
  }

  /// Ends the work: what is left is ranked, and memory given back.
  mutating func finish(_ total: inout Accumulator) throws {
    defer {
      blocks.deallocate()
      repeated.deallocate()
    }
    try blocks.settle(&total)
  }

  /// Judges `count` consecutive finite nonzero inputs in ascending order.
  ///
  /// - Parameters:
  ///   - x: the inputs; x[−1] and y[−1], the pair before, must be readable. `isFirst` says that the
  ///     pair is not one to compare with.
  mutating func run(
    _ x: UnsafePointer<Float>, _ y: Outputs<Y>, count: Int, isFirst: Bool,
    _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    var i = 0
    cellEnd = .min
    coarse = nil
    if isFirst {
      try first(x[0], y, &cursor, &total)
      i = 1
      cellEnd = .min
    }
    while i < count {
      let ordinal = x[i].ordinal
      cursor.advance(to: ordinal, judge.map)
      if ordinal > cellEnd {
        enterCell(x[i], ordinal, cursor.region)
        if judge.turns.contains(where: { x[i - 1].double < $0 && $0 <= x[i].double }) {
          // The pair over a turning point is in no order.
          try slow(x, y, i, i - 1, &cursor, &total)
          i += 1
          continue
        }
      }
      guard !judge.isSpecial(UInt64(x[i].bitPattern)) else {
        try slow(x, y, i, i - 1, &cursor, &total)
        i += 1
        continue
      }
      let special = specials.first { $0 > ordinal } ?? Int.max
      var end = min(cellEnd, cursor.columnEnd, special - 1)
      var right: Float?
      if let beyond { (right, end) = beyond.split(ordinal, end) }
      var n = min(count - i, end - ordinal + 1)
      // One by one until the output before is what it is to be.
      if let right { n = areAll(right, y.float, i - 1, 1) ? min(n, 1 << 12) : 1 }
      if let right, areAll(right, y.float, i - 1, n + 1) {
        total.addExact(n, cursor)
      } else if right == nil, isConstant, isExact(x, y.float, i, n) {
        total.addExact(n, cursor, slack: cell.slack)
        weighted?.addExact(x + i, n, cell, &total)
      } else if right != nil || cell.slack > 0x1p-5 {
        for k in i..<i + n { try slow(x, y, k, k - 1, &cursor, &total) }
      } else {
        var from = i
        while from < i + n {
          var block = min(Int(hot_block), i + n - from)
          if let weighted { block = weighted.stretch(x[from], block) }
          try fast(x, y, from, block, &cursor, &total)
          from += block
        }
      }
      i += n
    }
  }

  /// Judges an input that has none before it to compare with. Beside itself nothing is out of order, so the
  /// same rung judges it as would within a run.
  private mutating func first(
    _ x: Float, _ y: Outputs<Y>, _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: 4) { pair in
      try withUnsafeTemporaryAllocation(of: Y.self, capacity: 2) { own in
        guard let xs = pair.baseAddress, let ys = own.baseAddress else { return }
        _ = pair.initialize(fromContentsOf: [x, x, y.float[0], y.float[0]])
        own.initialize(repeating: y.own[0])
        try run(
          xs + 1, Outputs(own: ys + 1, float: xs + 3), count: 1, isFirst: false, &cursor, &total)
      }
    }
  }

  /// Sets the cell up, and the last ordinal that it and the direction hold for.
  private mutating func enterCell(_ x: Float, _ ordinal: Int, _ region: Int) {
    let fine = judge.source.fineCell(at: x.double)
    // A multiple of x is one of the outputs' format only where that is float32.
    let c = fine.coefficients[0]
    isConstant =
      fine.isConstant && Y(nearest: c).double == c && (Y.precision == 24 || !fine.isGated)
    repeated.enter(fine, isNegative: x < 0)
    coarse = judge.source.coarseCell(at: x.double)
    cell = hot_cell(fine, isNegative: x < 0, judge.parameters)
    blocks.isExactZero = fine.isConstant && c == 0 && fine.relativeBound == 0
    blocks.isNegative = cell.truth(at: x.double).sign == .minus
    let isOneTruth = judge.source.isOneNumber(at: x.double)
    sizes = cell.bias != 0 && Y.precision == 24 ? .exact : isOneTruth ? .ofOneTruth : .near
    cell.flushing = judge.flush == .none ? 0 : 1
    cell.bounded = judge.isBounded ? 1 : 0
    cell.zero = judge.map.regions[region].isZero ? 1 : 0
    let piece = judge.turns.count { $0 <= x.double }
    cell.direction = judge.rises(after: piece) ? 1 : -1
    cellEnd = min(fine.lastOrdinal(isNegative: x < 0), judge.map.regions[region].to)
    if piece < judge.turns.count {
      cellEnd = min(cellEnd, FormatName.float32.ordinal(below: judge.turns[piece]))
    }
  }

  /// Whether all outputs are what a constant cell says, and the first is in order.
  private mutating func isExact(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ from: Int, _ count: Int
  ) -> Bool {
    let (x, y) = (x + from, y + from)
    let least = min(x[0].magnitude, x[count - 1].magnitude)
    guard cell.gated == 0 || least >= 0x1p-125, Float(cell.direction) * (y[-1] - y[0]) <= 0 else {
      return false
    }
    return hot_is_constant(x, y, Int64(count), &cell) != 0
  }

  /// Whether all outputs are one number, or all NaNs.
  private func areAll(
    _ right: Float, _ y: UnsafePointer<Float>, _ from: Int, _ count: Int
  ) -> Bool {
    (from..<from + count).allSatisfy { right.isNaN ? y[$0].isNaN : y[$0] == right }
  }

  /// One block through the hot loop, its exceptions to the judge.
  private mutating func fast(
    _ x: UnsafePointer<Float>, _ y: Outputs<Y>, _ from: Int, _ count: Int, _ cursor: inout Cursor,
    _ total: inout Accumulator
  ) throws {
    let (x, y) = (x + from, y.from(from))
    if y.float[0].isNaN, (1..<count).allSatisfy({ y.float[$0].isNaN }) {
      total.addNaNs(
        count, cursor,
        (0..<min(count, FirstFew.capacity)).map {
          Candidate(
            position: x[$0].position, input: UInt64(x[$0].bitPattern),
            output: UInt64(y.own[$0].bitPattern), size: 0)
        }, through: x[count - 1].position)
      weighted?.addNoNumbers(x, count, &total)
      return
    }
    let place = repeated.place(x, y.float, count, &cell)
    let cell = cell
    if let place, let known = repeated[place] {
      try blocks.take(known, x, y.own, count, slack: cell.slack, sizes, cursor, &total) {
        cell.truth(at: $0.double)
      }
      weighted?.add(known, x, count, cell, isExactZero: blocks.isExactZero, &total)
      return
    }
    hot_float32(x, y.float, Int64(count), &self.cell, blocks.result)
    if let place { repeated.keep(blocks.result, at: place) }
    try blocks.take(blocks.result, x, y.own, count, slack: cell.slack, sizes, cursor, &total) {
      cell.truth(at: $0.double)
    }
    weighted?.add(blocks.result, x, count, cell, isExactZero: blocks.isExactZero, &total)
    try blocks.forEachException { i in try slow(x, y, i, i - 1, &cursor, &total) }
  }

  private func slow(
    _ x: UnsafePointer<Float>, _ y: Outputs<Y>, _ i: Int, _ before: Int,
    _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    cursor.previous =
      y.float[before].isNaN ? nil : (x[before].double, y.float[before].double)
    try judge.judge(
      x: x[i].double, y: y.float[i].double, input: UInt64(x[i].bitPattern),
      output: UInt64(y.own[i].bitPattern), &cursor, &total, at: coarse)
  }
}
