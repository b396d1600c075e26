/// The time that a child may take for a batch: from the end of the one before to its own last byte,
/// however the bytes trickle. The first batch may take the time of the start on top.
struct BatchClock {
  let batchSeconds: Double
  let startSeconds: Double
  private var deadline: ContinuousClock.Instant
  private var answeredInBatch = 0
  private var batch = Int.max
  /// Whether nothing has been answered since the start.
  private(set) var isStarting = true

  init(batch: Double, start: Double) {
    (batchSeconds, startSeconds) = (batch, start)
    deadline = .now + .seconds(batch + start)
  }

  /// Batches of so many bytes of answers begin now.
  mutating func begin(batch: Int) {
    (self.batch, answeredInBatch) = (max(1, batch), 0)
    if !isStarting { restart() }
  }

  /// So many bytes have come.
  mutating func count(_ bytes: Int) {
    answeredInBatch += bytes
    guard answeredInBatch >= batch else { return }
    answeredInBatch %= batch
    isStarting = false
    restart()
  }

  mutating func restart() { deadline = .now + .seconds(batchSeconds) }

  /// The child was kept waiting for so long.
  mutating func extend(by pause: Duration) { deadline += pause }

  var left: Duration { deadline - .now }

  /// What a child that ran out of time did not do, and which option gives it more.
  func complaint(_ bytesInWork: Int) -> String {
    let part =
      answeredInBatch == 0
      ? "; does it flush its output?" : "; \(answeredInBatch) of \(bytesInWork) bytes came"
    guard isStarting else {
      return "did not answer a batch within \(batchSeconds.formatted()) s (--timeout)\(part)"
    }
    return "did not answer its first batch within \(startSeconds.formatted()) s for its start "
      + "(--start-timeout) and \(batchSeconds.formatted()) s for the batch (--timeout)\(part)"
  }
}
