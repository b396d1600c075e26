import Foundation
import Synchronization

/// Ctrl-C, noted and left to the run, which stops after the chunks in hand.
enum Interrupt {
  private static let requested = Atomic(false)

  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Says on Ctrl-C what is kept, and how to keep more, before the process ends as it would have.
  static func explain(_ text: StaticString) {
    precondition(text.hasPointerRepresentation)
    explanation = text
    signal(SIGINT) { number in
      // Only what may be called in a handler.
      if isatty(STDERR_FILENO) != 0 { _ = write(STDERR_FILENO, "\r\u{1b}[K", 4) }
      _ = write(
        STDERR_FILENO, Interrupt.explanation.utf8Start, Interrupt.explanation.utf8CodeUnitCount)
      signal(number, SIG_DFL)
      raise(number)
    }
    unblock()
  }

  /// Written before the handler is there, and not again.
  nonisolated(unsafe) private static var explanation: StaticString = ""

  /// From now on the first Ctrl-C is noted; a second one ends the process.
  static func listen() {
    signal(SIGINT) { _ in
      Interrupt.requested.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
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
