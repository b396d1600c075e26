import FloatingPointFormats
import Foundation

extension MixedCommandKernel where Input: BinaryFormat {
  /// Runs all places of a plan through one child: this thread writes and reads, `threads` others
  /// consume, all at once. Memory stays bounded: a slow consumer holds the child up.
  ///
  /// - Parameters:
  ///   - dy: the upstream gradient of every place; nil to send x alone.
  ///   - chunk: how many outputs `consume` gets at a time. Only the last has fewer.
  ///   - consume: called for each chunk once, from several threads, in no fixed order, with its first
  ///     place. Padding is included: see `InputPlan.rank`.
  /// - Throws: `KernelFailure` when the child fails, after everything that it answered before has been
  ///   consumed; and what `consume` throws.
  package func stream(
    _ plan: InputPlan<Input>, dy: Input? = nil, chunk: Int = 1 << 16, threads: Int = 1,
    consume:
      @escaping @Sendable (_ first: Int, _ outputs: UnsafeBufferPointer<Output>) throws ->
      Void
  ) throws {
    let total = plan.paddedCount
    guard total > 0 else { return }
    let pool = ChunkPool<Output>(
      capacity: chunk, buffers: threads + 2, threads: threads, consume: consume)
    if let handshake = try handshake() {
      let frame = FrameHeader(
        count: options.streamBatch, kernel: try number(in: handshake), arrays: dy == nil ? 1 : 2)
      return try server.withChild(start: { try framedChild(hasGradient: dy != nil) }) { child, _ in
        try stream(plan, dy: dy, through: child, frame, pool)
      }
    }
    try stream(
      plan, dy: dy, through: start(batch: options.streamBatch, hasGradient: dy != nil), nil, pool)
  }

  /// In the first version the input ends after the plan; in the second the child waits for more.
  /// - Parameter frame: of a full batch; nil for the first version.
  private func stream(
    _ plan: InputPlan<Input>, dy: Input?, through child: ChildProcess, _ frame: FrameHeader?,
    _ pool: ChunkPool<Output>
  ) throws {
    let (total, batch) = (plan.paddedCount, options.streamBatch)
    let headers = frame == nil ? 0 : (total + batch - 1) / batch * 2 * FrameHeader.size
    var outgoing = Outgoing(plan, dy: dy, batch: batch, frame: frame)
    var incoming = Incoming(pool, total: total, frame: frame)
    do {
      try child.exchange(
        expected: total * MemoryLayout<Output>.stride + headers,
        batch: batch * MemoryLayout<Output>.stride, isLast: frame == nil,
        next: { outgoing.next() },
        space: { try incoming.space() },
        took: { try incoming.took($0) })
      if frame == nil { try child.finish() }
      try incoming.finish()
    } catch let problem as ChildProcess.Problem {
      try incoming.finish()
      let answered = incoming.done
      guard problem.kind != .excessOutput else {
        // What is shifted answers no input.
        throw KernelFailure(problem.kind, kernel: command, detail: problem.text)
      }
      let place =
        answered < total
        ? "; the next input is \(plan.input(at: answered).hexBits)" : ""
      throw KernelFailure(
        problem.kind, kernel: command,
        detail: "\(problem.text); \(answered) of \(total) values were answered\(place)",
        leavesWholeValues: frame != nil || child.received % MemoryLayout<Output>.stride == 0)
    } catch {
      incoming.abandon()
      throw error
    }
  }
}

/// The plan's bytes, batch by batch.
private struct Outgoing<T: BinaryFormat> {
  private let plan: InputPlan<T>
  private let dy: T?
  private let batch: Int
  private let frame: FrameHeader?
  private let buffer: Buffer<T>
  private var place = 0
  /// Where x begins in the buffer: after dy, and a header before it.
  private let x: Int

  /// - Parameter frame: of a full batch; nil for no headers.
  init(_ plan: InputPlan<T>, dy: T?, batch: Int, frame: FrameHeader?) {
    (self.plan, self.dy, self.batch, self.frame) = (plan, dy, batch, frame)
    x = FrameHeader.size / MemoryLayout<T>.stride + batch
    buffer = Buffer(capacity: x + batch)
    if let dy { for i in 0..<x { buffer.values[i] = dy } }
  }

  /// The next batch; the memory is used again for the one after it.
  mutating func next() -> UnsafeRawBufferPointer {
    let count = min(batch, plan.paddedCount - place)
    plan.fill(.init(rebasing: buffer.values[x..<(x + count)]), from: place)
    place += count
    // The constant dy lies directly before x.
    var first = dy == nil ? x : x - count
    if var frame, count > 0 {
      frame.count = count
      first -= FrameHeader.size / MemoryLayout<T>.stride
      // What it covers of dy in a short batch is of the last one.
      UnsafeMutableRawBufferPointer(.init(rebasing: buffer.values[first..<x])).copyBytes(
        from: frame.bytes)
    }
    return UnsafeRawBufferPointer(
      UnsafeBufferPointer(rebasing: buffer.values[first..<(x + count)]))
  }
}

/// The answers, cut into chunks.
private struct Incoming<T: StoredFormat> {
  private let pool: ChunkPool<T>
  private let total: Int
  private var current: Buffer<T>?
  private var filledBytes = 0
  private var first = 0
  private let frame: FrameHeader?
  private var answers = FramedAnswers(width: MemoryLayout<T>.stride)
  /// The place of the first value of the batch that is coming.
  private var batchStart = 0

  /// - Parameter frame: of a full batch; nil for no headers.
  init(_ pool: ChunkPool<T>, total: Int, frame: FrameHeader?) {
    (self.pool, self.total, self.frame) = (pool, total, frame)
  }

  /// How many values have come as wholes.
  var done: Int { first + filledBytes / MemoryLayout<T>.stride }

  private var chunk: Int { min(pool.capacity, total - first) }

  mutating func space() throws -> UnsafeMutableRawBufferPointer {
    if frame != nil, let header = answers.headerSpace { return header }
    let buffer = try current ?? pool.free()
    current = buffer
    let bytes = UnsafeMutableRawBufferPointer(.init(rebasing: buffer.values[..<chunk]))
    let end = frame == nil ? bytes.count : min(bytes.count, filledBytes + answers.left)
    return .init(rebasing: bytes[filledBytes..<end])
  }

  mutating func took(_ bytes: Int) throws {
    if var frame {
      guard answers.headerSpace == nil else {
        frame.count = min(frame.count, total - batchStart)
        if try answers.tookHeader(bytes, of: frame) { batchStart += frame.count }
        return
      }
      answers.tookValues(bytes)
    }
    filledBytes += bytes
    if filledBytes == chunk * MemoryLayout<T>.stride { hand(chunk) }
  }

  private mutating func hand(_ count: Int) {
    guard let buffer = current else { return }
    pool.hand(buffer, first: first, count: count)
    first += count
    (current, filledBytes) = (nil, 0)
  }

  /// Everything that came is consumed, a partial chunk too.
  mutating func finish() throws {
    let whole = filledBytes / MemoryLayout<T>.stride
    if whole > 0 { hand(whole) }
    try pool.finish()
  }

  func abandon() { try? pool.finish() }
}
