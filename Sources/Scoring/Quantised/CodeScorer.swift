import FloatingPointFormats
import Functions
import Oracle
import Synchronization

/// What a score of codes is of.
package struct CodeQuestion: Sendable {
  package let target: Target
  package let input: EndFormat
  package let name: IntegerName
  package let output: Quantisation

  /// - Precondition: the target has neither a factor nor a second input.
  package init(_ target: Target, _ input: EndFormat, _ name: IntegerName, _ output: Quantisation) {
    precondition(target.factor == 1 && target.second == nil, "codes are of a function alone")
    (self.target, self.input, self.name, self.output) = (target, input, name, output)
  }
}

/// Scores codes that a kernel wrote, in whatever order and however often its inputs come.
///
/// - Parameters:
///   - x: the encodings of the inputs.
///   - y: those of the outputs, one for each input.
///   - inputs: what was put in; nil for recorded data, whose score says what holds of its elements too.
///   - progress: told from any thread how many distinct inputs have been scored, and of how many.
/// - Precondition: the arrays are equally long and not empty.
/// - Throws: `OracleError`.
package func scoreCodes(
  _ kernel: String, _ question: CodeQuestion, x: [UInt64], y: [UInt64], inputs: InputSet? = nil,
  threads: Int = Parallel.cores, progress: @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> QuantisedScore {
  precondition(x.count == y.count && !x.isEmpty, "one output for each input")
  return try FloatingPointEnvironment.standard.run {
    let rows = CodeRows(question, x, y)
    let oracle = Oracle(question.target)
    let chunk = 1 << 9
    let done = Atomic(0)
    let parts = try Parallel.map(0..<(rows.inputs.count + chunk - 1) / chunk, threads: threads) {
      i in
      let range = i * chunk..<min((i + 1) * chunk, rows.inputs.count)
      let judged = try range.map { try JudgedInput(rows.inputs[$0], question, oracle) }
      progress(done.wrappingAdd(range.count, ordering: .relaxed).newValue, rows.inputs.count)
      return judged
    }
    var sums = CodeSums(question)
    for input in parts.joined() { sums.add(input) }
    return try sums.score(kernel, oracle, rows, inputs, threads: threads)
  }
}

/// Distinct inputs in ascending order, each with its outputs.
struct CodeRows {
  struct Input: Sendable {
    let bits: UInt64
    /// Codes, ascending, each with how often it came.
    let outputs: [(code: Int, count: Int)]
  }

  let inputs: [Input]
  let elements: Int

  init(_ question: CodeQuestion, _ x: [UInt64], _ y: [UInt64]) {
    struct Pair: Hashable { let x, y: UInt64 }
    var counts: [Pair: Int] = [:]
    for (x, y) in zip(x, y) { counts[Pair(x: x, y: y), default: 0] += 1 }
    var outputs: [UInt64: [(code: Int, count: Int)]] = [:]
    for (pair, count) in counts {
      outputs[pair.x, default: []].append((question.name.code(bits: pair.y), count))
    }
    let end = question.input
    inputs = outputs.map { (end.position(bits: $0), $0, $1) }.sorted { $0.0 < $1.0 }.map {
      Input(bits: $1, outputs: $2.sorted { $0.code < $1.code })
    }
    elements = x.count
  }
}

/// One distinct input, judged; the worst of its outputs stands for all.
struct JudgedInput: Sendable {
  let bits: UInt64
  /// Nil for a NaN, for which no code is right.
  let argument: CodeArgument?
  let truth: CodeTruth?
  let worst: CodeVerdict?
  let outputs: Int
  let rightElements: Int

  init(_ input: CodeRows.Input, _ question: CodeQuestion, _ oracle: Oracle) throws {
    (bits, outputs) = (input.bits, input.outputs.count)
    argument = question.input.argument(bits: input.bits)
    guard let argument else {
      (truth, worst, rightElements) = (nil, nil, 0)
      return
    }
    let truth = try oracle.codeTruth(at: argument, question.output)
    let verdicts = input.outputs.map {
      CodeVerdict($0.code, truth, question.name.codes, width: question.name.width)
    }
    self.truth = truth
    worst = verdicts.max { $0.size < $1.size }
    rightElements = zip(verdicts, input.outputs).reduce(0) { $0 + ($1.0.isRight ? $1.1.count : 0) }
  }
}

extension CodeVerdict {
  /// By which the worst output is found; of two at a tie both are as good. A wrong output is further off than 1/2,
  /// beside a tie by less than a double shows, and a right one never is.
  var size: Double { isRight ? estimate.magnitude : max(estimate.magnitude, 0.5.nextUp) }
}
