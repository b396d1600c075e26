import FloatingPointFormats
import Kernels
import Oracle
import Synchronization

/// How a kernel is scored.
public struct ScoringOptions: Sendable {
  public var inputs: InputSet
  public var region: ClosedRange<Double>?
  public var flush: FlushModel
  public var threads: Int
  /// Called from any thread, now and then, with the inputs done and their total.
  public var progress: @Sendable (Int, Int) -> Void

  public init(
    inputs: InputSet, region: ClosedRange<Double>? = nil, flush: FlushModel = .none,
    threads: Int = Parallel.cores, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    self.inputs = inputs
    self.region = region
    self.flush = flush
    self.threads = threads
    self.progress = progress
  }
}

/// Scores a kernel against a function: the whole pipeline from inputs to a `Score`.
///
/// - Throws: what the kernel throws, an `OracleError`, or a `ScoringError`; each one line.
public func score<T: BinaryFormat>(
  _ kernel: any Kernel<T>, against oracle: Oracle, _ options: ScoringOptions
) throws -> Score {
  let plan = try InputPlan(options.inputs, oracle, T.name, region: options.region)
  let judge = try Judge(oracle, T.name, flush: options.flush)
  let total = Mutex(Accumulator(judge.map))
  let done = Atomic(0)
  try Parallel.forEach(0..<plan.chunks, threads: options.threads) { i in
    let (lead, positions) = plan.chunk(i)
    let part = try scoreChunk(kernel, judge, lead: lead, positions)
    total.withLock { $0.merge(part) }
    let n = done.wrappingAdd(positions.count, ordering: .relaxed).newValue
    options.progress(n, plan.count)
  }
  return try total.withLock { $0 }.score(
    judge, kernel: kernel.description.name, inputs: plan.summary,
    isExact: options.inputs == .exhaustive)
}

/// Runs the kernel on one chunk as one batch and judges what comes back.
private func scoreChunk<T: BinaryFormat>(
  _ kernel: any Kernel<T>, _ judge: Judge, lead: UInt64?, _ positions: [UInt64]
) throws -> Accumulator {
  let all = (lead.map { [$0] } ?? []) + positions
  let inputs = all.map { T(position: $0) }
  let outputs = try inputs.withUnsafeBufferPointer { x in
    try [T](unsafeUninitializedCapacity: x.count) { y, count in
      y.initialize(repeating: T(bitPattern: 0))
      try kernel.evaluate(x, into: y)
      count = x.count
    }
  }
  var part = Accumulator(judge.map)
  var cursor = Cursor()
  var from = 0
  if lead != nil {
    from = 1
    let (x, y) = (inputs[0].double, outputs[0].double)
    if x.isFinite && !y.isNaN { cursor.previous = (x, y) }
  }
  for i in from..<inputs.count {
    try judge.judge(
      x: inputs[i].double, y: outputs[i].double, input: UInt64(inputs[i].bitPattern),
      output: UInt64(outputs[i].bitPattern), &cursor, &part)
  }
  return part
}
