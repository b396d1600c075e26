import FloatingPointFormats
import Kernels
import Oracle
import Synchronization

/// Where inputs and outputs are of one format.
package typealias OutputScorer<T: BinaryFormat> = MixedOutputScorer<T, T>

/// Scores outputs that were computed elsewhere, as they come: in runs of consecutive inputs, in any
/// order, from several threads, against one or several flush models.
///
/// All runs added, the score is to the bit that of the same outputs in one piece.
package final class MixedOutputScorer<Input: BinaryFormat, Output: BinaryFormat>: Sendable {
  private let name: String
  private let plan: InputPlan
  private let questions: [Question]
  private let judges: [Judge]
  private let state: Mutex<State>

  private struct State {
    var totals: [Accumulator]
    /// The outputs at both ends of each run, by rank: what the order across runs is judged by.
    var firsts: [Int: Output] = [:]
    /// The classes that the first output of each run shows beside disorder, for each judge.
    var heads: [Int: [Set<ErrorClass>]] = [:]
    var lasts: [Int: Output] = [:]
    var count = 0
  }

  /// - Parameters:
  ///   - name: the kernel's, as the score has it.
  ///   - region: an interval that the inputs are limited to.
  /// - Throws: `ScoringError` for an exhaustive run over float64; `OracleError`.
  package init(
    _ name: String, against oracle: Oracle, inputs: InputSet, flush: [FlushModel] = [.none],
    region: ClosedRange<Double>? = nil, weights: InputWeights? = nil
  ) throws {
    self.name = name
    let signature = Signature(input: Input.name, output: Output.name)
    let plain = Question(oracle.target, signature, inputs: inputs, region: region)
    questions = flush.map { model in
      var question = plain
      question.flush = model
      return question
    }
    let questions = questions
    (plan, judges) = try FloatingPointEnvironment.standard.run {
      (try InputPlan(plain), try questions.map { try Judge($0, weights: weights) })
    }
    let judges = judges
    state = Mutex(
      State(
        totals: judges.map { Accumulator($0.map, isOrdered: true, isWeighted: $0.weights != nil) }))
  }

  /// How many inputs there are, and how many outputs have come.
  package var count: Int { plan.count }
  package var added: Int { state.withLock { $0.count } }

  /// Adds the outputs of the inputs of consecutive ranks, counted in ascending order from 0.
  ///
  /// - Precondition: no rank is given twice, none beyond the inputs.
  package func add(from rank: Int, _ outputs: UnsafeBufferPointer<Output>) throws {
    guard let first = outputs.first, let last = outputs.last else { return }
    precondition(rank >= 0 && rank + outputs.count <= plan.count, "outputs without inputs")
    var parts = try FloatingPointEnvironment.standard.run {
      try judges.map { try scored($0, rank, outputs) }
    }
    let heads = parts.indices.map { settle(&parts[$0], rank..<rank + outputs.count) }
    let found = parts
    state.withLock { state in
      for (i, part) in found.enumerated() { state.totals[i].merge(part) }
      state.heads[rank] = heads
      state.firsts[rank] = first
      state.lasts[rank + outputs.count - 1] = last
      state.count += outputs.count
    }
  }

  /// The score under each flush model.
  ///
  /// Where outputs are missing it is of those that have come, and nowhere exact.
  package func scores() throws -> [Score] {
    try FloatingPointEnvironment.standard.run { try scoresOfState() }
  }

  private func scoresOfState() throws -> [Score] {
    try state.withLock { state in
      let isWhole = state.count == plan.count
      return try judges.enumerated().map { i, judge in
        var total = state.totals[i]
        for (rank, y) in state.firsts {
          if let before = state.lasts[rank - 1] { judgeOrder(judge, rank, before, y, &total) }
          for c in state.heads[rank]?[i] ?? [] { total.ranges?.mark(c, at: plan.position(rank)) }
          total.ranges?.settle(ScoredStretch(plan, rank..<rank + 1))
        }
        return try total.score(
          judge, kernel: name, questions[i],
          isExact: isWhole && questions[i].inputs == .exhaustive)
      }
    }
  }

  private func scored(
    _ judge: Judge, _ rank: Int, _ outputs: UnsafeBufferPointer<Output>
  ) throws -> Accumulator {
    let positions = (rank..<rank + outputs.count).lazy.map { [plan] in plan.position($0) }
    if Input.self == Float.self, Consecutive.serves(Output.self), judge.oracle.factor == 1,
      case .range(let r) = plan.positions
    {
      let from = r.lowerBound + UInt64(rank)
      return try scoreConsecutive(outputs, judge, from..<from + UInt64(outputs.count))
    }
    return try judgeList(judge, positions.map { Input(position: $0) }, Array(outputs), from: 0)
  }

  /// Settles in which ranges of a run classes occur, but for its first input, whose classes it tells: whether
  /// that is in order is not known yet.
  private func settle(_ part: inout Accumulator, _ ranks: Range<Int>) -> Set<ErrorClass> {
    let first = ranks.lowerBound
    let next = plan.position(min(first + 1, ranks.upperBound - 1))
    let head = part.ranges?.detach(plan.position(first), next: next) ?? []
    if ranks.count > 1 {
      part.ranges?.settle(ScoredStretch(plan, first + 1..<ranks.upperBound))
    }
    return head
  }

  /// The first output of a run against the last of the run before.
  private func judgeOrder(
    _ judge: Judge, _ rank: Int, _ before: Output, _ y: Output, _ total: inout Accumulator
  ) {
    let (a, x) = (
      Input(position: plan.position(rank - 1)), Input(position: plan.position(rank))
    )
    guard a.isFiniteValue, x.isFiniteValue, !before.double.isNaN, !y.double.isNaN else { return }
    var cursor = Cursor()
    cursor.previous = (a.double, before.double)
    guard !cursor.isInOrder(x.double, y.double, judge) else { return }
    total.count(
      .notMonotone,
      Candidate(
        position: x.position, input: UInt64(x.bitPattern), output: UInt64(y.bitPattern), size: 0))
  }
}
