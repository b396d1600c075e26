import CHotLoop
import FloatingPointFormats
import Oracle

/// Rung 1 for float32: walks consecutive encodings cell by cell through the hot loop, and hands what
/// that leaves open, one by one, to the judge above it.
struct FastJudge {
  let judge: Judge
  private var result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
  private var cell = hot_cell()
  private var cellEnd = Int.min
  /// Whether right outputs of the cell are one constant, or x times one, exactly.
  private var isConstant = false
  private var shortlist = Shortlist(above: 0)
  /// The region that the shortlist is of.
  private var listed: Int?
  /// Rung 2's cell of the same stretch.
  private var coarse: CoarseCell?

  init(_ judge: Judge) { self.judge = judge }

  func deallocate() { result.deallocate() }

  /// Judges `count` consecutive finite nonzero inputs in ascending order.
  ///
  /// - Parameters:
  ///   - x: the inputs; x[−1] and y[−1], the pair before, must be readable. `isFirst` says that the
  ///     pair is not one to compare with.
  mutating func run(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int, isFirst: Bool,
    _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    var i = 0
    cellEnd = .min
    coarse = nil
    if isFirst {
      try slow(x, y, 0, nil, &cursor, &total)
      i = 1
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
      let end = min(cellEnd, cursor.columnEnd)
      let n = min(count - i, end - ordinal + 1)
      if isConstant, isExact(x + i, y + i, n) {
        total.addExact(n, cursor)
      } else if cell.slack > 0x1p-5 {
        for k in i..<i + n { try slow(x, y, k, k - 1, &cursor, &total) }
      } else {
        var from = i
        while from < i + n {
          let block = min(Int(hot_block), i + n - from)
          try fast(x + from, y + from, block, &cursor, &total)
          from += block
        }
      }
      i += n
    }
  }

  /// What |e| may be off by where it is at most so large.
  private func slack(_ size: Double) -> Double { cell.slack + size * 0x1p-50 }

  /// Sets the cell up, and the last ordinal that it and the direction hold for.
  private mutating func enterCell(_ x: Float, _ ordinal: Int, _ region: Int) {
    let fine = judge.source.fineCell(at: x.double)
    isConstant = fine.isConstant && Double(Float(fine.coefficients[0])) == fine.coefficients[0]
    coarse = judge.source.coarseCell(at: x.double)
    cell.centre = fine.centre
    withUnsafeMutableBytes(of: &cell.a) { raw in
      let a = raw.bindMemory(to: Double.self)
      for (k, c) in fine.coefficients.enumerated() { a[k] = c }
    }
    // The truth is below 2^24 units, so a relative error is at most so many units; and e itself is
    // rounded once at less than 2^10.
    cell.slack = fine.relativeBound * 0x1.01p24 + 0x1p-42
    cell.bias = fine.isAboveTie ? 0x1p-30 : 0
    cell.blur = fine.relativeBound < 0x1p-20 ? UInt64(fine.relativeBound * 0x1p52) + 1 : 0
    cell.gated = fine.isGated ? 1 : 0
    // Cells with more slack than this are not given to the hot loop.
    let slack = min(cell.slack, 1)
    cell.skew = UInt64(slack * 0x1p42) + (fine.isAboveTie ? 1 << 13 : 0) + 4
    cell.flushing = judge.flush == .none ? 0 : 1
    cell.negative = (fine.coefficients[0] < 0) != (fine.isGated && x < 0) ? 1 : 0
    cell.bounded = judge.oracle.derivative == 0 ? 1 : 0
    cell.zero = judge.map.regions[region].name == RegionMap.zeroName ? 1 : 0
    let piece = judge.turns.count { $0 <= x.double }
    cell.direction = judge.turns.isEmpty || piece % 2 == 1 ? 1 : -1
    let largest = Float.largestFinite.ordinal
    if x < 0 {
      cellEnd = fine.from > 0 ? -Float(fine.from).ordinal : -1
    } else {
      cellEnd = fine.to.isFinite ? Float(fine.to).ordinal - 1 : largest
    }
    cellEnd = min(cellEnd, judge.map.regions[region].to)
    if piece < judge.turns.count {
      cellEnd = min(cellEnd, FormatName.float32.ordinal(below: judge.turns[piece]))
    }
  }

  /// Whether all outputs are what a constant cell says, and the first is in order.
  private mutating func isExact(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int
  ) -> Bool {
    let least = min(x[0].magnitude, x[count - 1].magnitude)
    guard cell.gated == 0 || least >= 0x1p-125, Float(cell.direction) * (y[-1] - y[0]) <= 0 else {
      return false
    }
    return hot_is_constant(x, y, Int64(count), &cell) != 0
  }

  /// One block through the hot loop, its exceptions to the judge.
  private mutating func fast(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int, _ cursor: inout Cursor,
    _ total: inout Accumulator
  ) throws {
    let r = result
    hot_float32(x, y, Int64(count), &cell, r)
    let region = cursor.region
    let ordinary = Int(r.pointee.ordinary)
    total.scored += ordinary
    total.numbers += ordinary
    total.rungs.polynomial += ordinary
    if r.pointee.kinds & ~UInt64(hot_bad) != 0 { countClasses(x, y, &total) }
    total.regions[region].add(r.pointee, x: x, column: cursor.column)
    var largest = r.pointee.largest
    if r.pointee.wilds > 0 { largest = addWild(&total.regions[region], cursor.column) }
    if listed != region || shortlist.entries.count > 1024 {
      try settle(&total)
      shortlist = Shortlist(above: total.regions[region].worst.threshold)
      listed = region
    }
    if largest + slack(largest) >= shortlist.floor {
      withUnsafeBytes(of: &r.pointee.e) { raw in
        guard let e = raw.bindMemory(to: Double.self).baseAddress else { return }
        shortlist.add(
          x, y, e, count: count, slack: slack(largest), isExact: cell.bias != 0)
      }
    }
    for k in 0..<Int(r.pointee.exceptions) {
      let i = withUnsafeBytes(of: &r.pointee.exception) {
        Int($0.loadUnaligned(fromByteOffset: 2 * k, as: UInt16.self))
      }
      try slow(x, y, i, i - 1, &cursor, &total)
    }
  }

  private func slow(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ i: Int, _ before: Int?,
    _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    cursor.previous = before.flatMap { y[$0].isNaN ? nil : (x[$0].double, y[$0].double) }
    try judge.judge(
      x: x[i].double, y: y[i].double, input: UInt64(x[i].bitPattern),
      output: UInt64(y[i].bitPattern), &cursor, &total, at: coarse)
  }

  private func countClasses(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ total: inout Accumulator
  ) {
    func count(_ c: ErrorClass, _ number: Int64, _ first: Int64) {
      guard number > 0 else { return }
      total.count(c, candidate(x, y, Int(first), 0))
      total.classes[keyPath: c.count] += Int(number) - 1
    }
    let r = result
    count(.lostZeroSign, r.pointee.lost, r.pointee.first_lost)
    count(.notMonotone, r.pointee.disordered, r.pointee.first_disordered)
    count(.flushed, r.pointee.flushed, r.pointee.first_flushed)
    count(.flushedSubnormal, r.pointee.subnormal, r.pointee.first_subnormal)
  }

  /// Sums and bins the errors of 2^10 and more, and tells the largest.
  private func addWild(_ region: inout RegionAccumulator, _ column: Int) -> Double {
    withUnsafeBytes(of: &result.pointee.wild) { places in
      withUnsafeBytes(of: &result.pointee.e) { errors in
        let e = errors.bindMemory(to: Double.self)
        var largest = 0.0
        for i in places.bindMemory(to: UInt16.self).prefix(Int(result.pointee.wilds)) {
          let error = e[Int(i)]
          region.sums.add(error)
          region.histogram.add(Judge.signedBin(error))
          largest = max(largest, error.magnitude)
        }
        region.profile[column] = max(region.profile[column], largest)
        return largest
      }
    }
  }

  /// Has rung 2 rank what is on the shortlist.
  mutating func settle(_ total: inout Accumulator) throws {
    guard let region = listed, !shortlist.entries.isEmpty else { return }
    for entry in shortlist.entries {
      let size = try judge.size(entry.input.double, entry.output.double, at: nil)
      guard size >= TopList.least else { continue }
      total.regions[region].worst.consider(size) {
        Candidate(
          position: entry.input.position, input: UInt64(entry.input.bitPattern),
          output: UInt64(entry.output.bitPattern), size: size)
      }
    }
    shortlist.removeAll()
  }

  private func candidate(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ i: Int, _ size: Double
  ) -> Candidate {
    Candidate(
      position: x[i].position, input: UInt64(x[i].bitPattern), output: UInt64(y[i].bitPattern),
      size: size)
  }
}

extension Accumulator {
  /// Adds outputs whose errors are all less than can be told from zero.
  fileprivate mutating func addExact(_ n: Int, _ cursor: Cursor) {
    scored += n
    numbers += n
    rungs.polynomial += n
    regions[cursor.region].count += n
    regions[cursor.region].correctlyRounded += n
    regions[cursor.region].faithful += n
    regions[cursor.region].histogram.add(0, n)
    regions[cursor.region].profile[cursor.column] = max(
      0, regions[cursor.region].profile[cursor.column])
  }
}

extension RegionAccumulator {
  /// Adds what the hot loop counted over a block.
  fileprivate mutating func add(
    _ r: borrowing hot_result, x: UnsafePointer<Float>, column: Int
  ) {
    guard r.ordinary > 0 else { return }
    count += Int(r.ordinary)
    correctlyRounded += Int(r.correct)
    faithful += Int(r.faithful)
    sums.addOrdinary(
      magnitude: Int(r.magnitude), signed: Int(r.sign), squares: Int(r.square))
    withUnsafeBytes(of: r.bins) { raw in
      for (k, n) in raw.bindMemory(to: Int64.self).enumerated() where n != 0 {
        histogram.add(k - Int(hot_bins), Int(n))
      }
    }
    if r.largest > profile[column] { profile[column] = r.largest }
    if r.steps > maxSteps { addSteps(UInt64(r.steps), at: x[Int(r.first_steps)].position) }
  }
}
