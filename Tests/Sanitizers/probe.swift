// A lock that is held where it must be, or, compiled with -DRACE, a variable beside it that no lock guards.
import Dispatch
import Synchronization

final class Guarded: Sendable { let value = Mutex([0]) }
let guarded = Guarded()
nonisolated(unsafe) var unguarded = 0
DispatchQueue.concurrentPerform(iterations: 4) { i in
  for _ in 0..<50_000 {
    guarded.value.withLock { $0[0] += i }
    #if RACE
      unguarded += 1
    #endif
  }
}
print(guarded.value.withLock { $0[0] }, unguarded)
