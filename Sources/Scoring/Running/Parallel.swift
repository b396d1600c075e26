import Foundation
import Synchronization
import Threads

/// Work shared out over threads by a counter; results do not depend on how many there are. Each thread
/// works in the floating-point environment of the one that shares the work out.
public enum Parallel {
  /// How many processors this process may use.
  public static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Runs `body` for every index, results in order. The first error thrown ends the work.
  package static func map<R: Sendable>(
    _ range: Range<Int>, threads: Int, _ body: @Sendable (Int) throws -> R
  ) throws -> [R] {
    let results = Mutex<[Int: R]>([:])
    try forEach(range, threads: threads) { i in
      let r = try body(i)
      results.withLock { $0[i] = r }
    }
    let found = results.withLock { $0 }
    return range.compactMap { found[$0] }
  }

  /// Runs `body` for every index. The first error thrown ends the work and is thrown. Where threads
  /// cannot be made there are fewer, down to this one.
  package static func forEach(
    _ range: Range<Int>, threads: Int, _ body: @Sendable (Int) throws -> Void
  ) throws {
    try forEach(range, threads: threads, stack: Threads.usualStack, body)
  }

  /// - Parameter stack: bytes of a thread's; too many, and none can be made.
  static func forEach(
    _ range: Range<Int>, threads: Int, stack: Int, _ body: @Sendable (Int) throws -> Void
  ) throws {
    let next = Atomic(range.lowerBound)
    let failure = Mutex<(any Error)?>(nil)
    let environment = FloatingPointEnvironment.current
    Threads.concurrently(min(threads, range.count), stack: stack) {
      while failure.withLock({ $0 == nil }) {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < range.upperBound else { return }
        do { try environment.run { try body(i) } } catch { failure.withLock { $0 = $0 ?? error } }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
