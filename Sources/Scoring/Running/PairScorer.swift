import FloatingPointFormats
import Functions
import Oracle
import Synchronization

/// Scores a kernel of two inputs as its outputs come: for a second input the outputs of all inputs.
///
/// Of formats of up to 16 bits a row is all inputs, in ascending order of IEEE 754 totalOrder; the score does not
/// depend on the order of the rows, nor on how many threads add them.
public final class PairScorer<X: BinaryFormat, Y: BinaryFormat>: Sendable {
  private let name: String
  private let questions: [Question]
  private let judges: [PairJudge<X, Y>]
  private let state: Mutex<(totals: [Accumulator], rows: Int)>
  private let isAll: Bool

  /// - Parameters:
  ///   - name: the kernel's, as the score has it.
  ///   - seconds: all second inputs that will come, each once.
  /// - Throws: `ScoringError`, where a format has more than 16 bits; `OracleError`.
  public init(
    _ name: String, against target: Target, seconds: [X], flush: [FlushModel] = [.none]
  ) throws {
    guard target.second != nil else {
      throw ScoringError("\(target) has no second input")
    }
    guard X.width <= 16, Y.width <= 16 else {
      throw ScoringError(
        "every input with a second one is tried in formats of up to 16 bits, not \(X.name.rawValue)"
      )
    }
    let signature = Signature(input: X.name, output: Y.name)
    self.name = name
    isAll = Set(seconds.map(\.position)).count == 1 << X.width
    let inputs: InputSet =
      isAll
      ? .exhaustive : .given(GivenInputs(seconds: seconds.map(\.position).sorted(), of: X.name))
    questions = flush.map { Question(target, signature, flush: $0, inputs: inputs) }
    let questions = questions
    judges = try FloatingPointEnvironment.standard.run {
      try questions.map { try PairJudge(try Judge($0)) }
    }
    let judges = judges
    state = Mutex((judges.map { Accumulator($0.judge.map) }, 0))
  }

  /// How many pairs have been scored.
  public var scored: Int { state.withLock { $0.rows << X.width } }

  /// Adds the outputs of all inputs with a second input; from any thread.
  /// - Precondition: as many outputs as the format has encodings; no second input is given twice.
  public func add(_ second: X, _ outputs: [Y]) throws {
    precondition(outputs.count == 1 << X.width, "a row has an output for each input")
    // What cannot enter the lists any more needs no ranking.
    let floors = state.withLock { state in
      state.totals.map { $0.regions.map { max(0, $0.worst.threshold) } }
    }
    let parts = try FloatingPointEnvironment.standard.run {
      let widened = Widened<Y>(capacity: outputs.count)
      defer { widened.deallocate() }
      return try outputs.withUnsafeBufferPointer { y in
        guard let start = y.baseAddress else { return [Accumulator]() }
        let floats = widened.floats(start, outputs.count)
        return try zip(judges, floors).map {
          try $0.judged(second, outputs, widened: floats, floors: $1)
        }
      }
    }
    state.withLock { state in
      for (i, part) in parts.enumerated() { state.totals[i].merge(part) }
      state.rows += 1
    }
  }

  /// The score under each flush model, of the rows that have come.
  public func scores() throws -> [Score] {
    try FloatingPointEnvironment.standard.run {
      try state.withLock { state in
        let isWhole = isAll && state.rows == 1 << X.width
        return try zip(judges, questions).enumerated().map { i, pair in
          try state.totals[i].score(pair.0.judge, kernel: name, pair.1, isExact: isWhole)
        }
      }
    }
  }
}
