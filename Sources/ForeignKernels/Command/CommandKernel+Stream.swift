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
    let child = try start(batch: options.streamBatch, hasGradient: dy != nil)
    let pool = ChunkPool<Output>(
      capacity: chunk, buffers: threads + 2, threads: threads, consume: consume)
    var outgoing = Outgoing(plan, dy: dy, batch: options.streamBatch)
    var incoming = Incoming(pool, total: total)
    do {
      try child.exchange(
        expected: total * MemoryLayout<Output>.stride,
        batch: options.streamBatch * MemoryLayout<Output>.stride, isLast: true,
        next: { outgoing.next() },
        space: { try incoming.space() },
        took: { try incoming.took($0) })
      try child.finish()
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
        leavesWholeValues: child.received % MemoryLayout<Output>.stride == 0)
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
  private let buffer: Buffer<T>
  private var place = 0

  init(_ plan: InputPlan<T>, dy: T?, batch: Int) {
    (self.plan, self.dy, self.batch) = (plan, dy, batch)
    buffer = Buffer(capacity: 2 * batch)
    if let dy { for i in 0..<batch { buffer.values[i] = dy } }
  }

  /// The next batch; the memory is used again for the one after it.
  mutating func next() -> UnsafeRawBufferPointer {
    let count = min(batch, plan.paddedCount - place)
    plan.fill(.init(rebasing: buffer.values[batch..<(batch + count)]), from: place)
    place += count
    // The constant dy lies directly before x.
    let first = dy == nil ? batch : batch - count
    return UnsafeRawBufferPointer(
      UnsafeBufferPointer(rebasing: buffer.values[first..<(batch + count)]))
  }
}

/// The answers, cut into chunks.
private struct Incoming<T: StoredFormat> {
  private let pool: ChunkPool<T>
  private let total: Int
  private var current: Buffer<T>?
  private var filledBytes = 0
  private var first = 0

  init(_ pool: ChunkPool<T>, total: Int) {
    (self.pool, self.total) = (pool, total)
  }

  /// How many values have come as wholes.
  var done: Int { first + filledBytes / MemoryLayout<T>.stride }

  private var chunk: Int { min(pool.capacity, total - first) }

  mutating func space() throws -> UnsafeMutableRawBufferPointer {
    let buffer = try current ?? pool.free()
    current = buffer
    let bytes = UnsafeMutableRawBufferPointer(.init(rebasing: buffer.values[..<chunk]))
    return .init(rebasing: bytes[filledBytes...])
  }

  mutating func took(_ bytes: Int) throws {
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
