import Foundation
import Synchronization

/// Ctrl-C and its like, noted and left to the run, which stops after the piece in hand.
enum Interrupt {
  private static let noted = Atomic<Int32>(0)

  static var isRequested: Bool { received != nil }

  /// The signal that came.
  static var received: Int32? {
    let number = noted.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Says on Ctrl-C what is kept, and how to keep more, before the process ends as it would have.
  static func explain(_ text: StaticString) {
    precondition(text.hasPointerRepresentation)
    explanation = text
    // Made here: the first use of a static constant may wait for another thread's.
    _ = leftovers
    signal(SIGINT) { number in
      // Only what may be called in a handler.
      if isatty(STDERR_FILENO) != 0 { _ = write(STDERR_FILENO, "\r\u{1b}[K", 4) }
      _ = write(
        STDERR_FILENO, Interrupt.explanation.utf8Start, Interrupt.explanation.utf8CodeUnitCount)
      for path in Interrupt.leftovers {
        if let path, unlink(path) != 0 { rmdir(path) }
      }
      signal(number, SIG_DFL)
      raise(number)
    }
    unblock()
  }

  /// Files and folders that go when Ctrl-C ends the process after `explain`, in this order; they are this run's own.
  /// They are named once, before the handler can need them.
  static func leaveNothing(of paths: [String]) {
    for (i, path) in paths.prefix(leftovers.count).enumerated() { leftovers[i] = strdup(path) }
  }

  /// In memory of its own, as a handler may not allocate.
  nonisolated(unsafe) private static let leftovers:
    UnsafeMutableBufferPointer<
      UnsafeMutablePointer<CChar>?
    > = {
      let memory = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: 4)
      memory.initialize(repeating: nil)
      return memory
    }()

  /// Written before the handler is there, and not again.
  nonisolated(unsafe) private static var explanation: StaticString = ""

  /// From now on the first of these signals is noted; a second one ends the process. Where nohup has
  /// SIGHUP ignored, it stays so.
  static func listen(to signals: [Int32] = [SIGINT]) {
    for number in signals {
      let before = signal(number) { number in
        Interrupt.noted.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
      let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
      if number == SIGHUP, unsafeBitCast(before, to: Int.self) == ignored {
        signal(number, SIG_IGN)
      }
    }
    unblock()
  }

  /// A parent that blocks the signals that end a run leaves them blocked here.
  private static func unblock() {
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}
