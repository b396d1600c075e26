import CForeignKernel
import Foundation

/// A process that was started here, ended and waited for at the latest when this goes.
final class Spawned: @unchecked Sendable {
  // Used by one thread at a time: by its owner's lock.
  let id: pid_t
  private let group: ProcessGroup?
  private var ended: End?

  /// How a process ended.
  enum End: Equatable {
    case exited(Int)
    case signalled(Int)
  }

  /// - Parameters:
  ///   - descriptors: what the child has as 0, 1, 2 …; −1 for /dev/null.
  ///   - ownsGroup: whether it is in a `ProcessGroup` of its own: its children are ended with it, and
  ///     all of them where this process ends.
  /// - Throws: `SystemError`.
  init(
    _ path: String, _ arguments: [String], environment: [String: String], descriptors: [Int32],
    ownsGroup: Bool
  ) throws {
    let group = ownsGroup ? try ProcessGroup() : nil
    self.group = group
    id = try spawn(
      path, arguments, environment: environment, descriptors: descriptors, group: group?.id ?? -1)
  }

  deinit { kill() }

  /// How it ended; nil if it has not within the time.
  func end(within seconds: Double) -> End? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var pause: UInt32 = 50
    while ended == nil {
      var status: Int32 = 0
      let found = waitpid(id, &status, WNOHANG)
      if found == id {
        ended =
          fks_was_signalled(status)
          ? .signalled(Int(fks_signal_of(status))) : .exited(Int(fks_exit_status_of(status)))
      } else if found < 0 && errno != EINTR {
        // Someone else took its status; nothing more can be known.
        ended = .exited(0)
      } else if ContinuousClock.now >= deadline {
        return nil
      } else {
        usleep(pause)
        pause = min(pause * 2, 10_000)
      }
    }
    return ended
  }

  /// Ends it at once, if it still runs, and what it left behind in its group.
  func kill() {
    if let group { group.end() } else if ended == nil { _ = Foundation.kill(id, SIGKILL) }
    _ = end(within: 10)
  }
}

/// A system call that failed; one line.
struct SystemError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }

  /// `what: ` the system's reason, and what helps.
  init(_ what: String, _ code: Int32) {
    let help = [EMFILE: "; ulimit -n allows too few", EAGAIN: "; ulimit -u allows too few"]
    description = "\(what): \(systemMessage(code))\(help[code] ?? "")"
  }
}

/// A file descriptor that is closed when this goes, or before.
final class Descriptor: @unchecked Sendable {
  // As `Spawned`.
  private(set) var number: Int32

  init(_ number: Int32) { self.number = number }
  deinit { close() }

  func close() {
    if number >= 0 { Foundation.close(number) }
    number = -1
  }

  /// Both ends of a new pipe.
  static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard fks_pipe(&ends) == 0 else { throw SystemError("no pipe", errno) }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }
}

/// A signal by its name, with what it usually means.
func signalName(_ number: Int) -> String {
  let names: [Int32: String] = [
    SIGSEGV: "SIGSEGV, an invalid memory access", SIGBUS: "SIGBUS, an invalid memory access",
    SIGABRT: "SIGABRT, an abort", SIGFPE: "SIGFPE, an arithmetic trap",
    SIGILL: "SIGILL, an illegal instruction", SIGTRAP: "SIGTRAP, a trap", SIGKILL: "SIGKILL",
    SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGPIPE: "SIGPIPE", SIGSYS: "SIGSYS",
  ]
  return names[Int32(number)] ?? "signal \(number)"
}
