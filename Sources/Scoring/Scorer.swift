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
  /// False has rung 2 judge every input: the same score, slowly.
  var usesHotLoop = true

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
    let part: Accumulator
    if options.usesHotLoop, let range = plan.range(ofChunk: i),
      let wide = kernel as? any Kernel<Float>
    {
      part = try scoreRange(wide, judge, range, isFirst: i == 0)
    } else {
      let (lead, positions) = plan.chunk(i)
      part = try scoreChunk(kernel, judge, lead: lead, positions)
    }
    total.withLock { $0.merge(part) }
    let n = done.wrappingAdd(part.scored, ordering: .relaxed).newValue
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

/// The same for consecutive float32 encodings, through the hot loop.
private func scoreRange(
  _ kernel: any Kernel<Float>, _ judge: Judge, _ range: Range<UInt64>, isFirst: Bool
) throws -> Accumulator {
  var part = Accumulator(judge.map)
  var cursor = Cursor()
  var fast = FastJudge(judge)
  defer { fast.deallocate() }
  // One more in front: the input before, or itself where there is none.
  let count = range.count + 1
  let start = isFirst ? range.lowerBound : range.lowerBound - 1
  try withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * count) { memory in
    let x = UnsafeMutableBufferPointer(rebasing: memory[..<count])
    let y = UnsafeMutableBufferPointer(rebasing: memory[count...])
    for i in 0..<count {
      x[i] = Float(position: isFirst ? start + UInt64(max(0, i - 1)) : start + UInt64(i))
    }
    try kernel.evaluate(UnsafeBufferPointer(x), into: y)
    let (xs, ys) = (UnsafePointer(x.baseAddress!) + 1, UnsafePointer(y.baseAddress!) + 1)
    var i = 0
    var isStart = isFirst
    while i < range.count {
      let run = consecutive(xs, from: i, to: range.count)
      if run > 0 {
        try fast.run(xs + i, ys + i, count: run, isFirst: isStart, &cursor, &part)
        i += run
        isStart = false
      } else {
        let isOrdered = !isStart && xs[i - 1].isFinite && !ys[i - 1].isNaN
        cursor.previous = isOrdered ? (xs[i - 1].double, ys[i - 1].double) : nil
        try judge.judge(
          x: xs[i].double, y: ys[i].double, input: UInt64(xs[i].bitPattern),
          output: UInt64(ys[i].bitPattern), &cursor, &part)
        isStart = !xs[i].isFinite
        i += 1
      }
    }
  }
  return part
}

/// How many finite inputs other than zero follow from here.
private func consecutive(_ x: UnsafePointer<Float>, from: Int, to: Int) -> Int {
  guard x[from].isFinite, x[from] != 0 else { return 0 }
  // Encodings ascend, so only zero or infinity ends a run, and each has its place.
  let last = x[to - 1]
  if last.isFinite && (last > 0) == (x[from] > 0) && last != 0 { return to - from }
  let end = x[from] < 0 ? 0 : Float.infinity.ordinal
  return min(to - from, end - x[from].ordinal)
}
