import FloatingPointFormats
import Functions
import Oracle
import Synchronization

/// Scores recorded inputs and outputs, in whatever order they come and however often.
///
/// The score is of distinct inputs, each with the worst of its outputs; its `data` is of the elements. Where
/// rows have a second input, an input is a pair.
///
/// - Parameters:
///   - name: what the score calls the kernel.
///   - second: the second inputs, in the format of the first; nil exactly where the target has none.
///   - progress: told from any thread how many distinct inputs have been scored, and of how many.
/// - Returns: a score for each flush model.
/// - Precondition: the arrays are equally long and not empty.
/// - Throws: `OracleError`, `ScoringError`: one line.
package func scoreData<X: BinaryFormat, Y: BinaryFormat>(
  _ name: String, against target: Target, x: [X], second: [X]? = nil, y: [Y],
  flush: [FlushModel] = [.none], weights: InputWeights? = nil, threads: Int = Parallel.cores,
  progress: @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> [Score] {
  precondition((target.second == nil) == (second == nil), "a second input goes with its target")
  let rows = DataRows(x, second, y)
  let signature = Signature(input: X.name, output: Y.name)
  let inputs = rows.inputs(X.self, hasSecond: second != nil)
  return try FloatingPointEnvironment.standard.run {
    try flush.map { model in
      let question = Question(target, signature, flush: model, inputs: inputs)
      let judge = try Judge(question, weights: weights)
      let chunk = 1 << 12
      let done = Atomic(0)
      let parts = try Parallel.map(0..<(rows.count + chunk - 1) / chunk, threads: threads) { i in
        let range = i * chunk..<min((i + 1) * chunk, rows.count)
        let part = try DataChunk<X, Y>(judge, rows, range)
        progress(done.wrappingAdd(range.count, ordering: .relaxed).newValue, rows.count)
        return part
      }
      var total = Accumulator(
        judge.map, isOrdered: judge.rows == nil, isWeighted: judge.weights != nil)
      var sums = DataSums()
      for part in parts {
        total.merge(part.total)
        sums.merge(part.sums)
      }
      var score = try total.score(
        judge, kernel: name, question, isExact: question.inputs == .exhaustive)
      score.data = sums.finished
      return score
    }
  }
}

/// Consecutive distinct inputs of recorded data, judged.
private struct DataChunk<X: BinaryFormat, Y: BinaryFormat>: Sendable {
  var total: Accumulator
  var sums = DataSums()

  init(_ judge: Judge, _ rows: DataRows, _ range: Range<Int>) throws {
    total = Accumulator(judge.map, isOrdered: judge.rows == nil, isWeighted: judge.weights != nil)
    var cursor = Cursor()
    var before: UInt64?
    if range.lowerBound > 0, judge.rows == nil {
      // Orders the first, and is judged elsewhere.
      let lead = try DataInput<X, Y>(judge, rows.outputs(of: range.lowerBound - 1))
      let (x, worst) = (lead.x.double, value(lead.worst, Y.self))
      before = lead.x.position
      if x.isFinite, !worst.isNaN { cursor.previous = (x, worst) }
    }
    var positions: [UInt64] = []
    for i in range {
      let input = try DataInput<X, Y>(judge, rows.outputs(of: i))
      positions.append(input.x.position)
      for (row, verdict) in zip(input.outputs, input.verdicts) {
        if let limit = input.limit {
          let y = value(row, Y.self)
          let isRight = y.isNaN ? limit.isNaN : y == limit && y.sign == limit.sign
          sums.addAtNonFinite(isRight: isRight, times: row.count)
        } else {
          sums.add(verdict, times: row.count)
        }
      }
      if input.outputs.count > 1 {
        sums.addSeveral((input.worst.position, input.worst.second)) { input.several }
      }
      try input.judge(judge, &cursor, &total)
    }
    total.ranges?.settle(ScoredStretch(positions, before: before))
  }
}

/// The number that a row's output is.
private func value<Y: BinaryFormat>(_ row: DataRows.Row, _: Y.Type) -> Double {
  Y(bitPattern: Y.Bits(truncatingIfNeeded: row.output)).double
}

/// One distinct input with its outputs.
private struct DataInput<X: BinaryFormat, Y: BinaryFormat> {
  let outputs: ArraySlice<DataRows.Row>
  let x: X
  /// Nil where there is none.
  let second: X?
  /// Nil where the input has no truth.
  let row: JudgedRow?
  /// What is right where the input has no truth.
  let limit: Double?
  let verdicts: [OutputVerdict]
  /// The first of the outputs with the largest error.
  let worst: DataRows.Row

  init(_ judge: Judge, _ outputs: ArraySlice<DataRows.Row>) throws {
    let first = outputs[outputs.startIndex]
    let x = X(position: first.position)
    let row: JudgedRow?
    if judge.rows != nil {
      let second = X(position: first.second)
      self.second = second
      row = try judge.row(x, second)
      limit = row == nil ? judge.limit(x, second) : nil
    } else {
      second = nil
      row =
        x.isFiniteValue
        ? JudgedRow(
          second: nil, prepared: try judge.truth(at: x.double, UInt64(x.bitPattern)), oracle: nil)
        : nil
      limit = row != nil ? nil : x.isNaNValue ? .nan : judge.limits[x.double < 0 ? 0 : 1]
    }
    (self.outputs, self.x, self.row) = (outputs, x, row)
    verdicts = try outputs.map { output in
      guard let row else { return .noNumber }
      return try judge.verdict(value(output, Y.self), at: x.double, row)
    }
    var place = outputs.startIndex
    for (i, verdict) in zip(outputs.indices, verdicts)
    where verdict.size > verdicts[place - outputs.startIndex].size { place = i }
    worst = outputs[place]
  }

  func judge(_ judge: Judge, _ cursor: inout Cursor, _ total: inout Accumulator) throws {
    let y = value(worst, Y.self)
    guard let second else {
      try judge.judge(
        x: x.double, y: y, input: UInt64(x.bitPattern), output: worst.output, &cursor, &total,
        row: row)
      return
    }
    try judge.judgePair(x, second, row, y: y, output: worst.output, &cursor, &total)
  }

  var several: DataSummary.SeveralOutputs {
    DataSummary.SeveralOutputs(
      input: x.hexBits, second: second?.hexBits,
      outputs: outputs.prefix(2).map { Y.name.hex($0.output) })
  }
}

extension Judge {
  /// What an output at a finite input is worth.
  fileprivate func verdict(_ y: Double, at x: Double, _ row: JudgedRow) throws -> OutputVerdict {
    let p = row.prepared
    guard p.nearest.isFinite, !p.isBeyond else { return .noNumber }
    guard y.isFinite else { return .nonFinite }
    if y == 0, p.nearest != 0, flush != .none, isFlushAllowed(x, p, row.second) {
      return .error(0, doubt: 0, isCorrect: true, isFaithful: true)
    }
    let e = p.truth.error(of: y, quantum: p.quantum)
    let isFaithful =
      try e.isBelow(1) ?? (row.oracle ?? oracle).isFaithful(y, at: x, in: parameters)
    return .error(
      e.estimate, doubt: max(e.below, e.above), isCorrect: y == p.nearest, isFaithful: isFaithful)
  }
}
