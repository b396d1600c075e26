import CHotLoop
import FloatingPointFormats
import Functions
import Oracle

/// Judges the outputs of one second input with all inputs of a small format: rung 1 where the truth is a
/// number times f(x) that is kept, the judge elsewhere.
struct PairJudge<X: BinaryFormat, Y: BinaryFormat>: Sendable {
  let judge: Judge
  private let second: SecondInput
  /// All inputs, ascending, and where the finite ones lie among them.
  private let inputs: [X]
  private let finite: Range<Int>
  /// f at each finite input: the double nearest to it, or in a zone what it lies beside.
  private let values: [Double]
  private let zones: [Zone]
  private let cell: hot_cell

  /// What is larger than this rounds beyond the format.
  private let beyond: Double

  /// Neighbouring inputs where f is x times a power of two but for next to nothing, on one side: products are
  /// often ties then, and decided as rung 1 does beside a line (`hot_cell.init`).
  private struct Zone {
    /// One past the last of `values`.
    var end: Int
    var slack: Double
    /// The side, or 0 in between the zones.
    var side: Int
  }

  /// - Precondition: the target has a second input, and the formats at most 16 bits.
  /// - Throws: `OracleError`.
  init(_ judge: Judge) throws {
    guard let rows = judge.rows, X.width <= 16, Y.width <= 16 else {
      preconditionFailure("rows of all inputs have a second input, and small formats")
    }
    (self.judge, second) = (judge, rows.second)
    inputs = (0..<1 << UInt64(X.width)).map { X(position: $0) }
    let (from, to) = (X.largestFinite.negated.position, X.largestFinite.position)
    finite = Int(from)..<Int(to) + 1
    let p = judge.parameters
    var cell = hot_cell()
    (cell.precision, cell.least) = (Int32(p.precision), p.smallestNormal)
    // Of the double that is kept, of a second input plus an offset, and of the product: 2^−53 each, and as much
    // again for what the truth's own enclosure leaves; e is rounded once at less than 2^10.
    cell.slack = Double(sign: .plus, exponent: p.precision, significand: 0x1p-51) + 0x1p-42
    (cell.blur, cell.skew) = (4, UInt64(cell.slack * 0x1p42) + 4)
    cell.flushing = judge.flush == .none ? 0 : 1
    self.cell = cell
    (values, zones) =
      second.role == .bias
      ? ([], []) : try PairJudge.tabulated(inputs[finite], rows, cell.slack)
    beyond =
      p.largestFinite
      + Double(
        sign: .plus, exponent: p.maximumExponent - p.precision, significand: 1)
  }

  private static func tabulated(
    _ inputs: ArraySlice<X>, _ rows: RowTruths, _ slack: Double
  ) throws -> ([Double], [Zone]) {
    var (values, zones): ([Double], [Zone]) = ([], [])
    let second = rows.second
    for own in inputs {
      let x = min(own.double, second.gateLimit)
      var zone = Zone(end: values.count + 1, slack: slack, side: 0)
      var value: Double?
      // With an offset, or of a limit, products have digits enough to lie anywhere.
      if second.offset == 0, x == own.double, let line = try rows.line(at: x) {
        // 2^−41 of at most 2^11 units.
        (zone.slack, zone.side, value) = (slack + 0x1p-30, line.side, line.value)
      }
      values.append(value ?? rows.plainTruth(at: x))
      if let last = zones.last, last.side == zone.side {
        zones[zones.count - 1].end = values.count
      } else {
        zones.append(zone)
      }
    }
    return (values, zones)
  }

  /// The outputs of all inputs, ascending, with a second input.
  /// - Parameter floors: for each region a size that an error must reach to be ranked; 0 for all.
  func judged(
    _ a: X, _ own: [Y], widened: UnsafePointer<Float>, floors: [Double]
  ) throws -> Accumulator {
    var total = Accumulator(judge.map)
    var cursor = Cursor()
    guard !a.isNaNValue, let (factor, _) = second.factor(a.double), factor.isFinite else {
      for i in inputs.indices { try slow(i, a, own[i], &cursor, &total) }
      return total
    }
    for i in 0..<finite.lowerBound { try slow(i, a, own[i], &cursor, &total) }
    let blocks = HotBlocks<X, Y>(judge)
    defer { blocks.deallocate() }
    var cell = cell
    try own.withUnsafeBufferPointer { own in
      try inputs.withUnsafeBufferPointer { x in
        try values.withUnsafeBufferPointer { values in
          guard let y = own.baseAddress, let x = x.baseAddress, let g = values.baseAddress else {
            return
          }
          var (i, zone) = (finite.lowerBound, -1)
          var ranking = PairRanking(floors)
          while i < finite.upperBound {
            if zone < 0 || i - finite.lowerBound >= zones[zone].end {
              zone += 1
              cell.slack = zones[zone].slack
              // A limit in place of a has digits of its own: then the slack alone decides.
              let side = factor == a.double ? Double(zones[zone].side) : 0
              cell.bias = side * max(0x1p-30, 2 * cell.slack)
              cell.skew = UInt64(cell.slack * 0x1p42 + cell.bias.magnitude * 0x1p43) + 4
            }
            cursor.advance(to: x[i].ordinal, judge.map)
            let end = Int(X.name.position(ordinal: cursor.columnEnd)) + 1
            let n = min(
              end - i, Int(hot_block), finite.upperBound - i,
              finite.lowerBound + zones[zone].end - i)
            hot_pairs(
              g + (i - finite.lowerBound), widened + i, Int64(n), &cell, factor, beyond,
              blocks.result)
            let largest = blocks.count(
              blocks.result, x + i, y + i, second: UInt64(a.bitPattern), slack: cell.slack, cursor,
              &total)
            try blocks.forEachException { k in try slow(i + k, a, y[i + k], &cursor, &total) }
            ranking.take(i, n, largest, blocks.result, cursor.region, slack: cell.slack)
            i += n
          }
          try rank(ranking, a, y, &total)
        }
      }
    }
    for i in finite.upperBound..<inputs.count { try slow(i, a, own[i], &cursor, &total) }
    return total
  }

  /// Puts the largest errors of a row on their regions' lists, with the sizes that rung 2 sees.
  private func rank(
    _ ranking: PairRanking, _ a: X, _ y: UnsafePointer<Y>, _ total: inout Accumulator
  ) throws {
    for (region, entries) in ranking.entries {
      for entry in entries {
        let x = inputs[entry.place]
        guard let p = try judge.row(x, a)?.prepared else { continue }
        let size = p.truth.error(of: y[entry.place].double, quantum: p.quantum).estimate.magnitude
        guard size >= TopList.least else { continue }
        total.regions[region].worst.consider(size) {
          Candidate(
            position: x.position, input: UInt64(x.bitPattern), second: UInt64(a.bitPattern),
            output: UInt64(y[entry.place].bitPattern), size: size)
        }
      }
    }
  }

  private func slow(
    _ i: Int, _ a: X, _ y: Y, _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    try judge.judgePair(
      inputs[i], a, judge.row(inputs[i], a), y: y.double, output: UInt64(y.bitPattern), &cursor,
      &total)
  }
}
