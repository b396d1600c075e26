import FloatingPointFormats
import Functions
import Oracle

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
  flush: [FlushModel] = [.none], threads: Int = Parallel.cores,
  progress: @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> [Score] {
  precondition((target.second == nil) == (second == nil), "a second input goes with its target")
  let rows = DataRows(x, second, y)
  let signature = Signature(input: X.name, output: Y.name)
  let inputs = rows.inputs(X.self, hasSecond: second != nil)
  return try FloatingPointEnvironment.standard.run {
    try flush.map { model in
      let question = Question(target, signature, flush: model, inputs: inputs)
      let judge = try Judge(question)
      let chunk = 1 << 12
      let parts = try Parallel.map(0..<(rows.count + chunk - 1) / chunk, threads: threads) { i in
        let part = try DataChunk<X, Y>(judge, rows, i * chunk..<min((i + 1) * chunk, rows.count))
        progress(min((i + 1) * chunk, rows.count), rows.count)
        return part
      }
      var total = Accumulator(judge.map)
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
    total = Accumulator(judge.map)
    var cursor = Cursor()
    if range.lowerBound > 0, judge.rows == nil {
      // Orders the first, and is judged elsewhere.
      let before = try DataInput<X, Y>(judge, rows.outputs(of: range.lowerBound - 1))
      let worst = Y(bitPattern: Y.Bits(truncatingIfNeeded: before.worst.output)).double
      if before.x.isFinite, !worst.isNaN { cursor.previous = (before.x, worst) }
    }
    for i in range {
      let input = try DataInput<X, Y>(judge, rows.outputs(of: i))
      for (row, verdict) in zip(input.outputs, input.verdicts) {
        if let limit = input.limit {
          let y = Y(bitPattern: Y.Bits(truncatingIfNeeded: row.output)).double
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
  }
}

/// One distinct input with its outputs.
private struct DataInput<X: BinaryFormat, Y: BinaryFormat> {
  let outputs: ArraySlice<DataRows.Row>
  let x: Double
  /// Nil where there is none.
  let second: Double?
  /// Nil where an input is no number.
  let row: JudgedRow?
  /// What is right where an input is no number.
  let limit: Double?
  let verdicts: [OutputVerdict]
  /// The first of the outputs with the largest error.
  let worst: DataRows.Row

  private var input: UInt64 { UInt64(X(position: worst.position).bitPattern) }

  init(_ judge: Judge, _ outputs: ArraySlice<DataRows.Row>) throws {
    self.outputs = outputs
    let first = outputs[outputs.startIndex]
    let (own, other) = (X(position: first.position), X(position: first.second))
    x = own.double
    second = judge.rows == nil ? nil : other.double
    if !x.isFinite || second?.isFinite == false {
      row = nil
      limit = judge.limit(x, second)
    } else if let rows = judge.rows {
      let found = rows.row(x, other.double)
      row = JudgedRow(
        second: UInt64(other.bitPattern),
        prepared: try Prepared(
          x, found.truth, found.oracle ?? rows.oracle, judge.parameters, judge.signature.output),
        oracle: found.oracle)
      limit = nil
    } else {
      row = JudgedRow(
        second: nil, prepared: try judge.truth(at: x, UInt64(own.bitPattern)), oracle: nil)
      limit = nil
    }
    let row = row
    let x = x
    verdicts = try outputs.map { output in
      let y = Y(bitPattern: Y.Bits(truncatingIfNeeded: output.output)).double
      guard let row else { return .noNumber }
      return try judge.verdict(y, at: x, row)
    }
    var place = outputs.startIndex
    for (i, verdict) in zip(outputs.indices, verdicts)
    where verdict.size > verdicts[place - outputs.startIndex].size { place = i }
    worst = outputs[place]
  }

  func judge(_ judge: Judge, _ cursor: inout Cursor, _ total: inout Accumulator) throws {
    let y = Y(bitPattern: Y.Bits(truncatingIfNeeded: worst.output)).double
    guard second != nil else {
      try judge.judge(
        x: x, y: y, input: input, output: worst.output, &cursor, &total, row: row)
      return
    }
    guard let row else {
      total.scored += 1
      let candidate = Candidate(
        position: worst.position, input: input,
        second: UInt64(X(position: worst.second).bitPattern), output: worst.output, size: 0)
      judge.judgeAtInfinity(limit ?? .nan, y, candidate, &total)
      return
    }
    // Pairs have no order among them.
    cursor.previous = nil
    try judge.judge(x: x, y: y, input: input, output: worst.output, &cursor, &total, row: row)
  }

  var several: DataSummary.SeveralOutputs {
    let format = X.name
    return DataSummary.SeveralOutputs(
      input: format.hex(input),
      second: second == nil ? nil : format.hex(UInt64(X(position: worst.second).bitPattern)),
      outputs: outputs.prefix(2).map { Y.name.hex($0.output) })
  }
}

extension Judge {
  /// What an output at a finite input is worth.
  fileprivate func verdict(_ y: Double, at x: Double, _ row: JudgedRow) throws -> OutputVerdict {
    let p = row.prepared
    guard p.nearest.isFinite, !p.isBeyond else { return .noNumber }
    guard y.isFinite else { return .nonFinite }
    if y == 0, p.nearest != 0, flush != .none, isFlushAllowed(x, p) {
      return .error(0, doubt: 0, isCorrect: true, isFaithful: true)
    }
    let e = p.truth.error(of: y, quantum: p.quantum)
    let isFaithful =
      try e.isBelow(1) ?? (row.oracle ?? oracle).isFaithful(y, at: x, in: parameters)
    return .error(
      e.estimate, doubt: max(e.below, e.above), isCorrect: y == p.nearest, isFaithful: isFaithful)
  }

  /// What is right where x or the second input is infinite or a NaN: what IEEE arithmetic makes of the limits.
  func limit(_ x: Double, _ a: Double?) -> Double {
    guard !x.isNaN, a?.isNaN != true else { return .nan }
    guard let a, let second = rows?.oracle.target.second else { return limits[x < 0 ? 0 : 1] }
    func f(_ x: Double) -> Double {
      x.isInfinite ? limits[x < 0 ? 0 : 1] : (try? oracle.rounded(at: x, to: .float64)) ?? .nan
    }
    guard second.role != .bias else { return f(x + a) }
    return (min(max(a, -second.limit), second.limit) + second.offset) * f(min(x, second.gateLimit))
  }
}
