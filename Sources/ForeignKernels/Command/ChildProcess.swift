import CForeignKernel
import Foundation

/// A shell command with pipes to its standard input and output, written and read without waiting for
/// one while the other could go on.
final class ChildProcess: @unchecked Sendable {
  // Used by one thread at a time: by the owner's lock, or by the thread that streams.

  /// What went wrong, before it is known which inputs were in work.
  struct Problem: Error {
    var kind: KernelFailure.Kind
    var text: String
  }

  private let process: Spawned
  private let input: Descriptor
  private let output: Descriptor
  private var errors: ErrorTail
  private let timeout: Double
  private(set) var sent = 0
  private(set) var received = 0
  /// Bytes sent for each byte that comes back: 2 where dy goes before x.
  var bytesPerAnswer = 1

  init(_ command: String, environment: [String: String], timeout: Double) throws {
    let (childInput, input) = try Descriptor.pipe()
    let (output, childOutput) = try Descriptor.pipe()
    let (errors, childErrors) = try Descriptor.pipe()
    process = try Spawned(
      "/bin/sh", ["-c", command], environment: environment,
      descriptors: [childInput.number, childOutput.number, childErrors.number], ownsGroup: true)
    (self.input, self.output, self.timeout) = (input, output, timeout)
    self.errors = ErrorTail(errors)
    for end in [input, output] {
      fks_widen_pipe(end.number, 1 << 20)
      fks_set_nonblocking(end.number)
    }
  }

  /// Writes pieces and reads answers until all that is expected has come.
  ///
  /// - Parameters:
  ///   - isLast: whether the input ends after the last piece.
  ///   - next: the next piece to write; empty at the end. Valid until the next call.
  ///   - space: where the next bytes go; never empty.
  ///   - took: told how many bytes came.
  /// - Throws: `Problem`, and what the closures throw.
  func exchange(
    expected: Int, isLast: Bool, next: () throws -> UnsafeRawBufferPointer,
    space: () throws -> UnsafeMutableRawBufferPointer, took: (Int) throws -> Void
  ) throws {
    var piece = try next()
    var (rounds, left) = (0, expected)
    while left > 0 {
      var moved = false
      if !piece.isEmpty, input.number >= 0 {
        let n = fks_write(input.number, piece.baseAddress, piece.count)
        if n > 0 {
          moved = true
          sent += n
          piece = .init(rebasing: piece[n...])
          if piece.isEmpty { piece = try next() }
          if piece.isEmpty && isLast { input.close() }
        } else if errno != EAGAIN && errno != EINTR {
          // It reads no more; what it still has to say comes first.
          input.close()
        }
      }
      let target = try space()
      let n = read(output.number, target.baseAddress, min(target.count, left))
      if n > 0 {
        moved = true
        received += n
        left -= n
        guard received * bytesPerAnswer <= sent else { throw excess() }
        try took(n)
      } else if n == 0 || errno != EAGAIN && errno != EINTR {
        throw endedEarly()
      }
      rounds += 1
      if !moved { try wait(forInput: !piece.isEmpty) }
      if rounds % 64 == 0 { errors.drain() }
    }
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
          expected: bytes, isLast: false,
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
    if read(output.number, &byte, 1) > 0 { throw excess() }
  }

  /// After the last answer: the end of the input, no more output, and an exit status of 0.
  func finish() throws {
    input.close()
    var spare = [UInt8](repeating: 0, count: 64)
    while true {
      let n = read(output.number, &spare, spare.count)
      if n > 0 { throw excess() }
      if n == 0 || errno != EAGAIN && errno != EINTR { break }
      try wait(forInput: false)
    }
    guard let end = process.end(within: timeout) else {
      throw hang("did not end at the end of its input")
    }
    if end != .exited(0) { throw problem(of: end, "after its last answer") }
  }

  /// Waits until something can be done.
  private func wait(forInput: Bool) throws {
    let none = Int16(0)
    var polled = [
      pollfd(fd: output.number, events: Int16(POLLIN), revents: none),
      pollfd(fd: forInput ? input.number : -1, events: Int16(POLLOUT), revents: none),
      pollfd(fd: errors.number, events: Int16(POLLIN), revents: none),
    ]
    let deadline = ContinuousClock.now + .seconds(timeout)
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero else {
        throw hang("neither took input nor gave output", "; does it flush its output?")
      }
      let milliseconds = min(left / .milliseconds(1), 1e6).rounded(.up)
      let ready = poll(&polled, nfds_t(polled.count), Int32(milliseconds))
      // A word on standard error is no progress.
      if ready > 0, polled[2].revents != 0 {
        errors.drain()
        polled[2].fd = errors.number
      }
      if ready > 0, polled[0].revents != 0 || polled[1].revents != 0 { return }
    }
  }

  private func hang(_ what: String, _ question: String = "") -> Problem {
    process.kill()
    let text = "\(what) for \(timeout.formatted()) s\(question)"
    return Problem(kind: .hang, text: withLastLine(text))
  }

  private func excess() -> Problem {
    process.kill()
    return Problem(
      kind: .excessOutput,
      text: "more output than input; only the answers may go to standard output")
  }

  private func endedEarly() -> Problem {
    guard let end = process.end(within: min(timeout, 5)) else {
      process.kill()
      return Problem(kind: .shortOutput, text: withLastLine("closed its output before the end"))
    }
    return problem(of: end, "before its last answer")
  }

  private func problem(of end: Spawned.End, _ when: String) -> Problem {
    switch end {
    case .signalled(let signal):
      return Problem(kind: .crash, text: withLastLine("ended by \(signalName(signal)) \(when)"))
    case .exited(0):
      return Problem(kind: .shortOutput, text: withLastLine("ended \(when)"))
    case .exited(let status):
      // A shell reports a child's signal this way.
      if status > 128, status < 128 + 32 {
        return Problem(
          kind: .crash, text: withLastLine("ended by \(signalName(status - 128)) \(when)"))
      }
      return Problem(kind: .exit, text: withLastLine("exited with status \(status) \(when)"))
    }
  }

  private func withLastLine(_ text: String) -> String {
    errors.lastLine().map { "\(text); its last message: \($0)" } ?? text
  }
}
