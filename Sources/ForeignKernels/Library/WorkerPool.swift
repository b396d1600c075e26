import Foundation

/// The worker processes of one kernel: started when they are needed, at most so many at once.
final class WorkerPool: @unchecked Sendable {
  // `idle` and `running` under `condition`.
  private let condition = NSCondition()
  private var idle: [Worker] = []
  private var running = 0
  private let limit: Int
  private let start: @Sendable () throws -> Worker

  init(limit: Int, start: @escaping @Sendable () throws -> Worker) {
    self.limit = max(1, limit)
    self.start = start
  }

  /// Lends a worker to `body`; one that has ended is not lent again.
  func withWorker<R>(_ body: (Worker) throws -> R) throws -> R {
    let worker = try take()
    defer { put(worker.isUsable ? worker : nil) }
    return try body(worker)
  }

  private func take() throws -> Worker {
    condition.lock()
    while idle.isEmpty && running >= limit { condition.wait() }
    if let worker = idle.popLast() {
      condition.unlock()
      return worker
    }
    running += 1
    condition.unlock()
    do {
      return try start()
    } catch {
      put(nil)
      throw error
    }
  }

  private func put(_ worker: Worker?) {
    condition.lock()
    if let worker { idle.append(worker) } else { running -= 1 }
    condition.signal()
    condition.unlock()
  }
}
