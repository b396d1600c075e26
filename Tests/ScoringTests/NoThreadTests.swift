import Synchronization
import Testing

@testable import Scoring

/// Where a thread cannot be made, as under `ulimit -u`, the work is done all the same.
@Suite struct NoThreadTests {
  @Test(arguments: [1 << 50, 8 << 20]) func everyIndexOnce(_ stack: Int) throws {
    let seen = Mutex<[Int]>([])
    try Parallel.forEach(3..<203, threads: 4, stack: stack) { i in seen.withLock { $0.append(i) } }
    #expect(seen.withLock { $0.sorted() } == Array(3..<203))
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try Parallel.forEach(0..<10, threads: 4, stack: stack) { if $0 == 5 { throw Stop() } }
    }
    try Parallel.forEach(0..<0, threads: 4, stack: stack) { _ in throw Stop() }
  }
}
