import CForeignKernel
import Foundation

/// What a command starts, or a process that it names, with pipes to and from it, written and read without
/// waiting for one while the other could go on.
final class ChildProcess: @unchecked Sendable {
  // Used by one thread at a time: by the owner's lock, or by the thread that streams.

  /// What went wrong, before it is known which inputs were in work.
  struct Problem: Error {
    var kind: KernelFailure.Kind
    var text: String
  }

  /// What is agreed with the child.
  struct Terms {
    /// Seconds that a batch may take, and that starting may take on top.
    var timeout: Double
    var startTimeout: Double
    /// Bytes in an answer, and bytes that are sent for it.
    var width: Int
    var sentWidth: Int
    /// Whether dy goes before x.
    var hasGradient = false
    /// Whether headers go before batches and answers: the second version of the protocol.
    var isFramed = false

    /// Bytes of answers that so many sent bytes can have led to.
    func answers(to sent: Int) -> Int { sent * width / sentWidth }
  }

  let process: any Answering
  let input: Descriptor
  let output: Descriptor
  var errors: ErrorTail
  let terms: Terms
  private(set) var clock: BatchClock
  private(set) var sent = 0
  private(set) var received = 0

  init(_ command: String, environment: [String: String], _ terms: Terms) throws {
    let (childInput, input) = try Descriptor.pipe()
    let (output, childOutput) = try Descriptor.pipe()
    let (errors, childErrors) = try Descriptor.pipe()
    let theirs = [childInput.number, childOutput.number, childErrors.number]
    process =
      try SocketPath(command).map {
        try Connected($0, environment: environment, descriptors: theirs)
      }
      ?? Spawned(
        "/bin/sh", ["-c", command], environment: environment, descriptors: theirs, ownsGroup: true)
    (self.input, self.output, self.terms) = (input, output, terms)
    self.errors = ErrorTail(errors)
    clock = BatchClock(batch: terms.timeout, start: terms.startTimeout)
    for end in [input, output] {
      fks_widen_pipe(end.number, 1 << 20)
      fks_set_nonblocking(end.number)
    }
  }

  /// Writes pieces and reads answers until all that is expected has come.
  ///
  /// - Parameters:
  ///   - expected: bytes of answers.
  ///   - batch: bytes of answers that may take the time of a batch.
  ///   - isLast: whether the input ends after the last piece.
  ///   - next: the next piece to write; empty at the end. Valid until the next call.
  ///   - space: where the next bytes go; never empty.
  ///   - took: told how many bytes came.
  /// - Throws: `Problem`, and what the closures throw.
  func exchange(
    expected: Int, batch: Int, isLast: Bool, next: () throws -> UnsafeRawBufferPointer,
    space: () throws -> UnsafeMutableRawBufferPointer, took: (Int) throws -> Void
  ) throws {
    var piece = try next()
    var (rounds, left) = (0, expected)
    clock.begin(batch: batch)
    while left > 0 {
      var moved = false
      if !piece.isEmpty, input.number >= 0 {
        moved = write(&piece)
        if piece.isEmpty { piece = try next() }
        if piece.isEmpty && isLast { input.close() }
      }
      let asked = ContinuousClock.now
      let target = try space()
      clock.extend(by: .now - asked)
      let n = read(output.number, target.baseAddress, min(target.count, left))
      if n > 0 {
        moved = true
        if received == 0, !terms.isFramed {
          try checkVersion(.init(rebasing: UnsafeRawBufferPointer(target)[..<n]))
        }
        received += n
        left -= n
        clock.count(n)
        guard terms.isFramed || received <= terms.answers(to: sent) else { throw excess(piece) }
        try took(n)
      } else if n == 0 || errno != EAGAIN && errno != EINTR {
        throw endedEarly()
      }
      rounds += 1
      if left > 0, clock.left <= .zero { throw hang(clock.complaint(min(batch, expected))) }
      if !moved { try wait(forInput: !piece.isEmpty, batch: min(batch, expected)) }
      if rounds % 64 == 0 { errors.drain() }
    }
  }

  /// Whether something could be written; what was is taken off the piece.
  func write(_ piece: inout UnsafeRawBufferPointer) -> Bool {
    let n = fks_write(input.number, piece.baseAddress, piece.count)
    if n > 0 {
      sent += n
      piece = .init(rebasing: piece[n...])
      return true
    }
    // It reads no more; what it still has to say comes first.
    if errno != EAGAIN && errno != EINTR { input.close() }
    return false
  }

  /// The answer to one batch.
  func answer(to batch: [UInt8], bytes: Int) throws -> [UInt8] {
    try checkSilence()
    let answer = try batch.withUnsafeBytes { whole in
      var rest = whole
      var filled = 0
      return try [UInt8](unsafeUninitializedCapacity: bytes) { buffer, count in
        let target = UnsafeMutableRawBufferPointer(buffer)
        try exchange(
          expected: bytes, batch: bytes, isLast: false,
          next: {
            defer { rest = .init(rebasing: rest[rest.count...]) }
            return rest
          },
          space: { .init(rebasing: target[filled...]) },
          took: { filled += $0 })
        count = filled
      }
    }
    try checkSilence()
    return answer
  }

  /// Between batches nothing may come: everything after it would be shifted.
  private func checkSilence() throws {
    var byte: UInt8 = 0
    guard read(output.number, &byte, 1) > 0 else { return }
    received += 1
    throw excess(.init(start: nil, count: 0))
  }

  /// After the last answer: the end of the input, no more output, and an exit status of 0.
  func finish() throws {
    input.close()
    clock.restart()
    var byte: UInt8 = 0
    while true {
      let n = read(output.number, &byte, 1)
      if n > 0 {
        received += 1
        throw excess(.init(start: nil, count: 0))
      }
      if n == 0 || errno != EAGAIN && errno != EINTR { break }
      guard poll(within: clock.left) else { throw hang(unfinished) }
    }
    guard let end = process.end(within: max(0, clock.left / .seconds(1))) else {
      throw hang(unfinished)
    }
    if end != .exited(0) { throw problem(of: end, "after its last answer") }
  }

  private var unfinished: String {
    "did not end within \(terms.timeout.formatted()) s of the end of its input (--timeout)"
  }

  /// Waits until something can be done.
  private func wait(forInput: Bool, batch: Int) throws {
    while true {
      guard clock.left > .zero else { throw hang(clock.complaint(batch)) }
      if poll(forInput: forInput, within: clock.left) { return }
    }
  }

  /// Whether there is output to read, or room for input, within the time.
  func poll(forInput: Bool = false, within left: Duration) -> Bool {
    let deadline = ContinuousClock.now + left
    var polled = [
      pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: forInput ? input.number : -1, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: errors.number, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return false }
      let milliseconds = min(left / .milliseconds(1), 1e6).rounded(.up)
      let ready = Foundation.poll(&polled, nfds_t(polled.count), Int32(milliseconds))
      // A word on standard error is no progress.
      if ready > 0, polled[2].revents != 0 {
        errors.drain()
        polled[2].fd = errors.number
      }
      if ready > 0, polled[0].revents != 0 || polled[1].revents != 0 { return true }
    }
  }

  func tookInVain(_ bytes: Int) { received += bytes }
}
