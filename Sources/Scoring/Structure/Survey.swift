import FloatingPointFormats
import Kernels
import Oracle
import Synchronization

/// One pass over all float32 inputs: the kernel is evaluated once, scored against several functions,
/// and its structure checked. The scores are those of `partialScore`, to the bit.
package struct Survey: Codable, Sendable, Equatable {
  /// The kernel, and the function that its structure is held to.
  package var identity: RunIdentity
  /// One for each function.
  package internal(set) var scores: [PartialScore]
  var structure = StructureRuns()

  /// How many chunks of magnitudes there are, each taken with both signs.
  static let pairs = 1 << 11

  /// - Throws: `ScoringError` where the pass is not complete.
  package func structure(_ kernel: any Kernel<Float>, _ oracle: Oracle) throws -> Structure {
    guard let run = structure.runs.first, run.from == 0, run.to == Survey.pairs else {
      throw ScoringError("a survey of \(kernel.description.name) is not complete")
    }
    return try Structure(
      kernel.description.name, from: Float.self, to: Float.self, oracle, run.part)
  }

  /// - Throws: `DifferentRun`, where an earlier survey asked something else.
  fileprivate func checkThatItIsContinued(by earlier: Survey) throws {
    guard earlier.scores.count == scores.count else {
      throw DifferentRun("functions \(scores.count) and \(earlier.scores.count)")
    }
    let pairs = zip(
      [identity] + scores.map(\.identity), [earlier.identity] + earlier.scores.map(\.identity))
    for (ours, theirs) in pairs {
      if let difference = ours.difference(from: theirs) { throw DifferentRun(difference) }
    }
  }

  fileprivate mutating func add(_ pair: Int, _ found: SurveyedPair) {
    structure.insert(pair, found.structure)
    for i in scores.indices {
      scores[i].accumulator.merge(found.accumulators[i])
      scores[i].done.insert(Survey.pairs - 1 - pair)
      scores[i].done.insert(Survey.pairs + pair)
    }
  }
}

/// Surveys what an earlier one of the same kernel and functions has not done.
///
/// - Parameters:
///   - structureOf: the function that the structure is held to.
///   - oracles: those that are scored against.
///   - checkpoint: as in `partialScore`.
package func survey(
  _ kernel: any Kernel<Float>, structureOf: Oracle, against oracles: [Oracle],
  _ options: ScoringOptions, resuming earlier: Survey? = nil,
  checkpoint: @Sendable (Survey) throws -> Void = { _ in }
) throws -> Survey {
  let callers = kernel.inCallersEnvironment
  return try FloatingPointEnvironment.standard.run {
    try surveyed(callers, structureOf, oracles, options, resuming: earlier, checkpoint: checkpoint)
  }
}

private func surveyed(
  _ kernel: any Kernel<Float>, _ structureOf: Oracle, _ oracles: [Oracle],
  _ options: ScoringOptions, resuming earlier: Survey?,
  checkpoint: @Sendable (Survey) throws -> Void
) throws -> Survey {
  func question(_ oracle: Oracle, _ flush: FlushModel) -> Question {
    Question(oracle.target, Signature(.float32), flush: flush, inputs: .exhaustive)
  }
  let judges = try oracles.map {
    try Judge(question($0, options.flush), weights: options.weights)
  }
  let name = kernel.description.name
  func identity(
    _ oracle: Oracle, _ flush: FlushModel, _ weights: InputWeights? = nil
  ) -> RunIdentity {
    RunIdentity(
      kernel: name, question(oracle, flush), chunks: 2 * Survey.pairs, weights: weights)
  }
  let fresh = Survey(
    identity: identity(structureOf, .none),
    scores: zip(oracles, judges).map { oracle, judge in
      PartialScore(
        identity(oracle, options.flush, options.weights),
        Accumulator(judge.map, isOrdered: true, isWeighted: judge.weights != nil))
    })
  if let earlier { try fresh.checkThatItIsContinued(by: earlier) }
  let start = earlier ?? fresh
  let left = (0..<Survey.pairs).filter { pair in
    !start.structure.runs.contains { $0.from <= pair && pair < $0.to }
  }
  let surveyor = Surveyor(kernel: kernel, judges: judges, checker: StructureChecker(structureOf))
  let floors = judges.map { _ in PeakFloors() }
  let state = Mutex(
    (survey: start, done: Survey.pairs - left.count, saved: ContinuousClock.now))
  try Parallel.forEach(0..<left.count, threads: options.threads) { k in
    guard !options.shouldStop() else { return }
    let found = try surveyor.survey(left[k], sharing: floors)
    let (done, due) = state.withLock { state in
      state.survey.add(left[k], found)
      state.done += 1
      guard ContinuousClock.now - state.saved > .seconds(2) else {
        return (state.done, Survey?.none)
      }
      state.saved = .now
      return (state.done, state.survey)
    }
    options.progress(done << 21, Survey.pairs << 21)
    if let due { try checkpoint(due) }
  }
  let whole = state.withLock { $0.survey }
  try checkpoint(whole)
  return whole
}
