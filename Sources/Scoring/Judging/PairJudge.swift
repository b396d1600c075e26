import CHotLoop
import FloatingPointFormats
import Functions
import Oracle

/// Judges the outputs of one second input with all inputs of a small format: rung 1 where the truth is a
/// number times f(x) that is kept, the judge elsewhere.
struct PairJudge<X: BinaryFormat, Y: BinaryFormat>: Sendable {
  let judge: Judge
  private let rows: RowTruths
  private let second: SecondInput
  /// All inputs, ascending, and where the finite ones lie among them.
  private let inputs: [X]
  private let finite: Range<Int>
  /// f at each finite input, as the double nearest to it.
  private let values: [Double]
  private let cell: hot_cell
  /// What is larger than this rounds beyond the format.
  private let beyond: Double

  /// - Precondition: the target has a second input, and the formats at most 16 bits.
  init(_ judge: Judge, _ rows: RowTruths, _ second: SecondInput) {
    precondition(X.width <= 16 && Y.width <= 16, "rows of all inputs are of small formats")
    (self.judge, self.rows, self.second) = (judge, rows, second)
    inputs = (0..<1 << UInt64(X.width)).map { X(position: $0) }
    let (from, to) = (X.largestFinite.negated.position, X.largestFinite.position)
    finite = Int(from)..<Int(to) + 1
    values =
      second.role == .bias
      ? [] : inputs[finite].map { rows.plainTruth(at: min($0.double, second.gateLimit)) }
    let p = judge.parameters
    var cell = hot_cell()
    (cell.precision, cell.least) = (Int32(p.precision), p.smallestNormal)
    // Of the double that is kept, of a second input plus an offset, and of the product: 2^−53 each, and as much
    // again for what the truth's own enclosure leaves; e is rounded once at less than 2^10.
    cell.slack = Double(sign: .plus, exponent: p.precision, significand: 0x1p-51) + 0x1p-42
    (cell.blur, cell.skew) = (4, UInt64(cell.slack * 0x1p42) + 4)
    cell.flushing = judge.flush == .none ? 0 : 1
    self.cell = cell
    beyond =
      p.largestFinite
      + Double(
        sign: .plus, exponent: p.maximumExponent - p.precision, significand: 1)
  }

  /// The outputs of all inputs, ascending, with a second input.
  func judged(_ a: X, _ own: [Y], widened: UnsafePointer<Float>) throws -> Accumulator {
    var total = Accumulator(judge.map)
    var cursor = Cursor()
    guard a.isFiniteValue, let (factor, _) = second.factor(a.double) else {
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
          var i = finite.lowerBound
          while i < finite.upperBound {
            cursor.advance(to: x[i].ordinal, judge.map)
            let end = Int(X.name.position(ordinal: cursor.columnEnd)) + 1
            let n = min(end - i, Int(hot_block), finite.upperBound - i)
            hot_pairs(
              g + (i - finite.lowerBound), widened + i, Int64(n), &cell, factor, beyond,
              blocks.result)
            let largest = blocks.count(
              blocks.result, x + i, y + i, second: UInt64(a.bitPattern), slack: cell.slack, cursor,
              &total)
            try blocks.forEachException { k in try slow(i + k, a, y[i + k], &cursor, &total) }
            try rank(i, n, a, y, largest, blocks.result, cursor.region, &total)
            i += n
          }
        }
      }
    }
    for i in finite.upperBound..<inputs.count { try slow(i, a, own[i], &cursor, &total) }
    return total
  }

  /// Puts a block's largest errors on the region's list, with the sizes that rung 2 sees. An error that rung 1
  /// cannot tell from the tenth of the list, and that comes later, is left out: it is within the slack of it.
  private func rank(
    _ from: Int, _ count: Int, _ a: X, _ y: UnsafePointer<Y>, _ largest: Double,
    _ result: UnsafeMutablePointer<hot_result>, _ region: Int, _ total: inout Accumulator
  ) throws {
    func floor() -> Double {
      let threshold = total.regions[region].worst.threshold
      return threshold < 0 ? TopList.least : threshold + cell.slack
    }
    guard largest + cell.slack >= floor() else { return }
    try withUnsafeBytes(of: &result.pointee.e) { raw in
      let e = raw.bindMemory(to: Double.self)
      for k in 0..<count where e[k].magnitude >= floor() {
        let x = inputs[from + k]
        let p = try prepared(x, a).prepared
        let size = p.truth.error(of: y[k + from].double, quantum: p.quantum).estimate.magnitude
        guard size >= TopList.least else { continue }
        total.regions[region].worst.consider(size) {
          Candidate(
            position: x.position, input: UInt64(x.bitPattern), second: UInt64(a.bitPattern),
            output: UInt64(y[k + from].bitPattern), size: size)
        }
      }
    }
  }

  private func prepared(_ x: X, _ a: X) throws -> JudgedRow {
    let found = rows.row(x.double, a.double)
    return JudgedRow(
      second: UInt64(a.bitPattern),
      prepared: try Prepared(
        x.double, found.truth, found.oracle ?? rows.oracle, judge.parameters,
        judge.signature.output), oracle: found.oracle)
  }

  private func slow(
    _ i: Int, _ a: X, _ y: Y, _ cursor: inout Cursor, _ total: inout Accumulator
  ) throws {
    let x = inputs[i]
    guard x.isFiniteValue, a.isFiniteValue else {
      total.scored += 1
      judge.judgeAtInfinity(
        judge.limit(x.double, a.double), y.double,
        Candidate(
          position: x.position, input: UInt64(x.bitPattern), second: UInt64(a.bitPattern),
          output: UInt64(y.bitPattern), size: 0), &total)
      return
    }
    cursor.previous = nil
    try judge.judge(
      x: x.double, y: y.double, input: UInt64(x.bitPattern), output: UInt64(y.bitPattern),
      &cursor, &total, row: try prepared(x, a))
  }
}
