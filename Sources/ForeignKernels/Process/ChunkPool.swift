import Foundation
import Threads

/// Memory for values.
final class Buffer<T: BitwiseCopyable>: @unchecked Sendable {
  // Handed from thread to thread through a lock; never used by two at once.
  let values: UnsafeMutableBufferPointer<T>

  init(capacity: Int) { values = .allocate(capacity: capacity) }
  deinit { values.deallocate() }
}

/// A fixed number of buffers that go from one filling thread to several consuming ones and back. Where
/// no thread can be made, the filling one consumes.
final class ChunkPool<T: BitwiseCopyable & Sendable>: @unchecked Sendable {
  typealias Consume = @Sendable (_ first: Int, _ outputs: UnsafeBufferPointer<T>) throws -> Void

  let capacity: Int
  private let consume: Consume
  // All below under `condition`.
  private let condition = NSCondition()
  private var idle: [Buffer<T>]
  private var filled: [(buffer: Buffer<T>, first: Int, count: Int)] = []
  private var isClosed = false
  private var running = 0
  private var failure: (any Error)?

  /// - Parameter stack: bytes of a thread's; too many, and none can be made.
  init(
    capacity: Int, buffers: Int, threads: Int, stack: Int = Threads.usualStack,
    consume: @escaping Consume
  ) {
    self.capacity = capacity
    self.consume = consume
    idle = (0..<buffers).map { _ in Buffer(capacity: capacity) }
    condition.lock()
    running = Threads.start(max(1, threads), stack: stack) { [self] in work() }
    condition.unlock()
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
    while running == 0, consumeNext() {}
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
      guard consumeNext() else { break }
    }
    running -= 1
    condition.broadcast()
    condition.unlock()
  }

  /// Consumes the oldest buffer; whether there was one. The lock is held before and after.
  private func consumeNext() -> Bool {
    guard let (buffer, first, count) = filled.popLast() else { return false }
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
    return true
  }
}
