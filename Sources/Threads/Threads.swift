import Foundation

/// Threads of the system. Unlike Dispatch, which waits for ever for a thread that it cannot make, they
/// say when there is none: where processes are counted, by `ulimit -u` or a container.
package enum Threads {
  /// Bytes of stack that a thread gets: as many as the first one usually has.
  package static let usualStack = 8 << 20

  /// Runs `body` in so many threads at once, this one among them, and returns when all have ended.
  /// Where a thread cannot be made there are fewer; this one there always is.
  package static func concurrently(
    _ count: Int, stack: Int = usualStack, _ body: @Sendable () -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      var others: [SystemThread] = []
      for _ in 1..<max(1, count) {
        guard let thread = SystemThread(stack: stack, body) else { break }
        others.append(thread)
      }
      body()
      for thread in others { thread.join() }
    }
  }

  /// Starts up to `count` threads that run `body` and end by themselves; how many there are.
  package static func start(
    _ count: Int, stack: Int = usualStack, _ body: @escaping @Sendable () -> Void
  ) -> Int {
    for started in 0..<count {
      guard let thread = SystemThread(stack: stack, body) else { return started }
      thread.detach()
    }
    return count
  }
}
