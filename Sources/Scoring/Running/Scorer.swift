import FloatingPointFormats
import Kernels
import Oracle
import Synchronization

/// How a kernel is scored.
public struct ScoringOptions: Sendable {
  public var inputs: InputSet
  public var region: ClosedRange<Double>?
  public var flush: FlushModel
  /// How likely inputs are; nil for the usual weights, which all inputs of up to 16 bits have.
  public var weights: InputWeights?
  public var threads: Int
  /// Which part of the chunks: those that leave `index` when divided by `of`.
  package var shard: Shard?
  /// Who answers, where the kernel is none of this program's.
  package var source: Source?
  /// Called from any thread, now and then, with the inputs done and their total.
  public var progress: @Sendable (Int, Int) -> Void
  /// Asked before each chunk; true ends the run with what it has.
  public var shouldStop: @Sendable () -> Bool
  /// False has rung 2 judge every input: the same score, slowly.
  var usesHotLoop = true

  /// A kernel from elsewhere: what scores call it, and a digest that another one does not have.
  package struct Source: Sendable, Hashable {
    package var name, digest: String
    package init(name: String, digest: String) { (self.name, self.digest) = (name, digest) }
  }

  package struct Shard: Sendable, Hashable {
    package var index, of: Int
    package init(index: Int, of: Int) {
      self.index = index
      self.of = of
    }
  }

  public init(
    inputs: InputSet, region: ClosedRange<Double>? = nil, flush: FlushModel = .none,
    threads: Int = Parallel.cores,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.inputs = inputs
    self.region = region
    self.flush = flush
    self.threads = threads
    self.progress = progress
    self.shouldStop = shouldStop
  }

  /// One shard of a run, or all of it.
  package init(
    inputs: InputSet, region: ClosedRange<Double>? = nil, flush: FlushModel = .none,
    threads: Int = Parallel.cores, shard: Shard?
  ) {
    self.init(inputs: inputs, region: region, flush: flush, threads: threads)
    self.shard = shard
  }
}

/// Scores a kernel against a function: the whole pipeline from inputs to a `Score`.
///
/// - Throws: what the kernel throws, an `OracleError`, or a `ScoringError`; each one line.
public func score<K: MixedKernel>(
  _ kernel: K, against oracle: Oracle, _ options: ScoringOptions
) throws -> Score {
  try partialScore(kernel, against: oracle, options).score()
}

/// Scores the chunks of a shard, or all, that an earlier part of the same run has not done.
///
/// - Parameter checkpoint: given the part so far, after a quarter of a second, about every two seconds,
///   and at the end.
/// - Throws: `DifferentRun`, where the earlier part is of another one; a `ScoringError`, where its counts
///   are not those of its chunks; else as `score`.
package func partialScore<K: MixedKernel>(
  _ kernel: K, against oracle: Oracle, _ options: ScoringOptions,
  resuming earlier: PartialScore? = nil,
  checkpoint: @Sendable (PartialScore) throws -> Void = { _ in }
) throws -> PartialScore {
  let callers = kernel.inCallersEnvironment
  return try FloatingPointEnvironment.standard.run {
    try scoredParts(callers, against: oracle, options, resuming: earlier, checkpoint: checkpoint)
  }
}

private func scoredParts<X: BinaryFormat, Y: BinaryFormat>(
  _ kernel: any MixedKernel<X, Y>, against oracle: Oracle, _ options: ScoringOptions,
  resuming earlier: PartialScore?, checkpoint: @Sendable (PartialScore) throws -> Void
) throws -> PartialScore {
  let question = Question(
    oracle.target, Signature(input: X.name, output: Y.name), flush: options.flush,
    inputs: options.inputs,
    region: options.region)
  let (plan, judge) = (try InputPlan(question), try Judge(question, weights: options.weights))
  let identity = RunIdentity(
    kernel: options.source?.name ?? kernel.description.name, question, chunks: plan.chunks,
    source: options.source?.digest, weights: options.weights)
  var start = PartialScore(
    identity, Accumulator(judge.map, isOrdered: true, isWeighted: judge.weights != nil))
  if let earlier {
    if let difference = identity.difference(from: earlier.identity) {
      throw DifferentRun(difference)
    }
    try earlier.check(against: question)
    try start.merge(earlier)
  }

  let chunks = (0..<plan.chunks).filter { i in
    let isOurs = options.shard.map { i % $0.of == $0.index } ?? true
    return isOurs && !start.done.contains(i)
  }
  let before = start.accumulator.scored
  let total = before + chunks.reduce(0) { $0 + plan.count(ofChunk: $1) }
  // The first time after a quarter of a second.
  let state = Mutex((part: start, saved: ContinuousClock.now - .milliseconds(1750)))
  let floors = PeakFloors()
  do {
    try Parallel.forEach(0..<chunks.count, threads: options.threads) { k in
      guard !options.shouldStop() else { return }
      let found = try scoreChunk(kernel, judge, plan, chunks[k], options, floors)
      let due: PartialScore? = state.withLock { state in
        state.part.accumulator.merge(found)
        state.part.done.insert(chunks[k])
        guard ContinuousClock.now - state.saved > .seconds(2) else { return nil }
        state.saved = .now
        return state.part
      }
      if let due {
        options.progress(due.accumulator.scored, total)
        try checkpoint(due)
      } else {
        options.progress(state.withLock { $0.part.accumulator.scored }, total)
      }
    }
  } catch {
    // What a kernel answered before it failed is kept, unless nobody knows which inputs it answered.
    if (error as? any KernelError)?.leavesUsableOutputs ?? true {
      try checkpoint(state.withLock { $0.part })
    }
    throw error
  }
  let part = state.withLock { $0.part }
  try checkpoint(part)
  return part
}

private func scoreChunk<X: BinaryFormat, Y: BinaryFormat>(
  _ kernel: any MixedKernel<X, Y>, _ judge: Judge, _ plan: InputPlan, _ i: Int,
  _ options: ScoringOptions, _ floors: PeakFloors
) throws -> Accumulator {
  if options.usesHotLoop, judge.oracle.factor == 1, let range = plan.range(ofChunk: i),
    Consecutive.serves(Y.self), let single = kernel as? any MixedKernel<Float, Y>
  {
    return try scoreConsecutive(single, judge, range, isFirst: i == 0, sharing: floors)
  }
  if options.usesHotLoop, judge.oracle.factor == 1,
    let double = kernel as? any MixedKernel<Double, Double>
  {
    return try scoreDoubles(double, judge, plan, chunk: i)
  }
  let (lead, positions) = plan.chunk(i)
  var part = try scoreList(
    kernel, judge, lead: lead, positions, usesHotLoop: options.usesHotLoop)
  part.ranges?.settle(ScoredStretch(positions, before: lead))
  return part
}

/// Runs the kernel on one chunk as one batch and judges what comes back, one by one.
private func scoreList<X: BinaryFormat, Y: BinaryFormat>(
  _ kernel: any MixedKernel<X, Y>, _ judge: Judge, lead: UInt64?, _ positions: [UInt64],
  usesHotLoop: Bool
) throws -> Accumulator {
  let all = (lead.map { [$0] } ?? []) + positions
  let inputs = all.map { X(position: $0) }
  let outputs = try inputs.withUnsafeBufferPointer { x in
    try [Y](unsafeUninitializedCapacity: x.count) { y, count in
      y.initialize(repeating: Y(bitPattern: 0))
      try kernel.evaluate(x, into: y)
      count = x.count
    }
  }
  return try judgeList(
    judge, inputs, outputs, from: lead == nil ? 0 : 1, usesHotLoop: usesHotLoop)
}

/// Judges outputs of ascending inputs; what is before `from` only orders the first. In which ranges classes
/// occur is left to be settled.
@_specialize(where X == Double, Y == Double)
func judgeList<X: BinaryFormat, Y: BinaryFormat>(
  _ judge: Judge, _ inputs: [X], _ outputs: [Y], from: Int, usesHotLoop: Bool = true
) throws -> Accumulator {
  var part = Accumulator(judge.map, isOrdered: true, isWeighted: judge.weights != nil)
  var cursor = Cursor()
  if from > 0 {
    let (x, y) = (inputs[0].double, outputs[0].double)
    if x.isFinite && !y.isNaN { cursor.previous = (x, y) }
  }
  if usesHotLoop, judge.oracle.factor == 1, let x = inputs as? [Double],
    let y = outputs as? [Double]
  {
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeBufferPointer { y in
        guard let xs = x.baseAddress, let ys = y.baseAddress else { return }
        var fast = FastJudge64(judge)
        defer { fast.deallocate() }
        try fast.run(xs, ys, from: from, count: x.count, &cursor, &part)
        try fast.finish(&part)
      }
    }
    return part
  }
  for i in from..<inputs.count {
    try judge.judge(
      x: inputs[i].double, y: outputs[i].double, input: UInt64(inputs[i].bitPattern),
      output: UInt64(outputs[i].bitPattern), &cursor, &part)
  }
  return part
}
