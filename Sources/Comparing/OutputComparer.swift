import FloatingPointFormats
import Foundation
import Oracle
import Scoring
import Synchronization

/// Compares the outputs of two kernels for the inputs of a question as they come: in runs of consecutive inputs,
/// in any order, from several threads. Each kernel is scored on them, too.
package final class OutputComparer<Input: BinaryFormat, Output: BinaryFormat>: Sendable {
  private let scorers: (a: MixedOutputScorer<Input, Output>, b: MixedOutputScorer<Input, Output>)
  private let comparer: PairComparer
  /// The inputs, by rank.
  package let inputs: PlannedInputs
  private let sums: Mutex<PairSums>

  /// - Parameter region: an interval that the inputs are limited to.
  /// - Throws: `ScoringError`, where the inputs cannot be; `OracleError`.
  package init(
    _ a: String, _ b: String, against oracle: Oracle, inputs: InputSet,
    flush: FlushModel = .none, region: ClosedRange<Double>? = nil
  ) throws {
    func scorer(_ name: String) throws -> MixedOutputScorer<Input, Output> {
      try MixedOutputScorer(name, against: oracle, inputs: inputs, flush: [flush], region: region)
    }
    scorers = (try scorer(a), try scorer(b))
    let signature = Signature(input: Input.name, output: Output.name)
    self.inputs = try PlannedInputs(
      Question(oracle.target, signature, inputs: inputs, region: region))
    comparer = PairComparer(
      try ExactResults(oracle.target, signature),
      tolerances: Tolerance.defaults(for: Output.name))
    sums = Mutex(
      PairSums(
        regions: comparer.results.map.regions.count, tolerances: comparer.tolerances.count))
  }

  /// How many inputs outputs have come for.
  package var compared: Int { sums.withLock { $0.compared } }

  /// Adds both outputs of the inputs of consecutive ranks.
  /// - Precondition: the inputs are those of the ranks; no rank is given twice.
  /// - Throws: `OracleError`.
  package func add(
    from rank: Int, _ inputs: UnsafeBufferPointer<Input>, _ a: UnsafeBufferPointer<Output>,
    _ b: UnsafeBufferPointer<Output>
  ) throws {
    precondition(inputs.count == a.count && a.count == b.count, "each input has two outputs")
    try scorers.a.add(from: rank, a)
    try scorers.b.add(from: rank, b)
    let found = try ExactResults.run { try comparer.sums(inputs, a, b) }
    sums.withLock { $0.merge(found) }
  }

  /// What came of it.
  /// - Parameter names: what the kernels are called, if not as their scores are.
  /// - Throws: `OracleError`.
  package func comparison(names: (a: String, b: String)? = nil) throws -> Comparison {
    let outputs = try ExactResults.run {
      try ComparedOutputs(sums.withLock { $0 }, comparer.results, comparer.tolerances)
    }
    return try Comparison(
      scorers.a.scores()[0], scorers.b.scores()[0], names: names, outputs: outputs)
  }
}
