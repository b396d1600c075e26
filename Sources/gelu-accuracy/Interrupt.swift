import Foundation
import Synchronization

/// Ctrl-C and its like, noted and left to the run, which stops after the piece in hand.
enum Interrupt {
  private static let noted = Atomic<Int32>(0)

  static var isRequested: Bool { received != nil }

  /// The signal that came.
  static var received: Int32? {
    let signal = noted.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// From now on the first of these signals is noted; a second one ends the process. One that the
  /// caller ignores, as nohup does, stays ignored.
  static func listen(to signals: [Int32] = [SIGINT]) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in signals {
      let before = signal(number) { number in
        Interrupt.noted.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
      if number == SIGHUP,
        unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      {
        signal(number, SIG_IGN)
      }
      sigaddset(&set, number)
    }
    // A parent that blocks the signal leaves it blocked here.
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}
