import FloatingPointFormats
import Synchronization

/// The processes of one command, for all of its kernels. Of the second version of the protocol one process is
/// kept from call to call and from kernel to kernel.
package final class CommandServer: Sendable {
  package let command: String
  private let state = Mutex(State())

  /// What commands said when they were asked, by command and formats: a run has several kernels of one command, and
  /// starting a framework takes seconds.
  private static let answers = Mutex<[Question: Handshake?]>([:])

  private struct Question: Hashable {
    var command: String
    var signature: StoredSignature
  }

  private struct State {
    var child: ChildProcess?
    /// Batches that the child has answered.
    var batches = 0
  }

  package init(_ command: String) { self.command = command }

  /// What the command says of itself on an empty input; nil for one of the first version. It is started once in a
  /// run of this program.
  /// - Throws: `KernelFailure`.
  func handshake(_ signature: StoredSignature, _ start: () throws -> ChildProcess) throws
    -> Handshake?
  {
    let question = Question(command: command, signature: signature)
    if let answer = Self.answers.withLock({ $0[question] }) { return answer }
    // Not under the lock: two that ask at once start it twice, and no slow start keeps other commands waiting.
    let child = try start()
    child.input.close()
    let answer = try named { try child.handshake(isAll: false) }
    // It may hold what the next process needs, and gives it back at its own end.
    if answer != nil { _ = child.process.end(within: min(child.terms.timeout, 5)) }
    child.process.kill()
    Self.answers.withLock { $0[question] = .some(answer) }
    return answer
  }

  /// Runs with the process that is there, or a new one. After a failure the next call has a new one.
  /// - Parameter body: gets the process and how many batches it has answered, which it counts on.
  /// - Throws: `KernelFailure`, and what `body` throws.
  func withChild<R>(
    start: () throws -> ChildProcess, _ body: (ChildProcess, inout Int) throws -> R
  ) throws -> R {
    try state.withLock { state in
      let child = try state.child ?? started(start)
      if state.child == nil { state.batches = 0 }
      state.child = nil
      let result = try body(child, &state.batches)
      state.child = child
      return result
    }
  }

  private func started(_ start: () throws -> ChildProcess) throws -> ChildProcess {
    let child = try start()
    let isFramed = try named { try child.handshake(isAll: true) } != nil
    guard isFramed else {
      throw KernelFailure(
        .badHandshake, kernel: command,
        detail: "it began with the protocol's second version when it was asked, and does not now")
    }
    return child
  }

  /// Lets the process end, where there is one.
  /// - Throws: `KernelFailure`.
  package func finish() throws {
    try state.withLock { state in
      guard let child = state.child else { return }
      state.child = nil
      try named { try child.finish() }
    }
  }

  private func named<R>(_ body: () throws -> R) throws -> R {
    do { return try body() } catch let problem as ChildProcess.Problem {
      throw KernelFailure(problem.kind, kernel: command, detail: problem.text)
    }
  }
}
