import Foundation

/// Memory for values.
final class Buffer<T: BitwiseCopyable>: @unchecked Sendable {
  // Handed from thread to thread through a lock; never used by two at once.
  let values: UnsafeMutableBufferPointer<T>

  init(capacity: Int) { values = .allocate(capacity: capacity) }
  deinit { values.deallocate() }
}

/// A fixed number of buffers that go from one filling thread to several consuming ones and back.
final class ChunkPool<T: BitwiseCopyable & Sendable>: @unchecked Sendable {
  typealias Consume = @Sendable (_ first: Int, _ outputs: UnsafeBufferPointer<T>) throws -> Void

  let capacity: Int
  private let consume: Consume
  // All below under `condition`.
  private let condition = NSCondition()
  private var idle: [Buffer<T>]
  private var filled: [(buffer: Buffer<T>, first: Int, count: Int)] = []
  private var isClosed = false
  private var running: Int
  private var failure: (any Error)?

  init(capacity: Int, buffers: Int, threads: Int, consume: @escaping Consume) {
    self.capacity = capacity
    self.consume = consume
    idle = (0..<buffers).map { _ in Buffer(capacity: capacity) }
    running = max(1, threads)
    for _ in 0..<running {
      let thread = Thread { [self] in work() }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  /// A buffer to fill, as soon as there is one.
  /// - Throws: what a consumer threw.
  func free() throws -> Buffer<T> {
    condition.lock()
    defer { condition.unlock() }
    while idle.isEmpty && failure == nil { condition.wait() }
    if let failure { throw failure }
    return idle.removeLast()
  }

  func hand(_ buffer: Buffer<T>, first: Int, count: Int) {
    condition.lock()
    filled.insert((buffer, first, count), at: 0)
    condition.broadcast()
    condition.unlock()
  }

  /// Waits until everything handed over has been consumed.
  /// - Throws: what a consumer threw first.
  func finish() throws {
    condition.lock()
    defer { condition.unlock() }
    isClosed = true
    condition.broadcast()
    while running > 0 { condition.wait() }
    if let failure { throw failure }
  }

  private func work() {
    condition.lock()
    while true {
      while filled.isEmpty && !isClosed { condition.wait() }
      guard let (buffer, first, count) = filled.popLast() else { break }
      let isWanted = failure == nil
      condition.unlock()
      var thrown: (any Error)?
      if isWanted {
        do {
          try consume(first, UnsafeBufferPointer(rebasing: buffer.values[..<count]))
        } catch { thrown = error }
      }
      condition.lock()
      failure = failure ?? thrown
      idle.append(buffer)
      condition.broadcast()
    }
    running -= 1
    condition.broadcast()
    condition.unlock()
  }
}
