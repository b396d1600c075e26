import CForeignKernel
import Foundation

/// A process that was started here, ended and waited for at the latest when this goes.
final class Spawned: @unchecked Sendable {
  // Used by one thread at a time: by its owner's lock.
  let id: pid_t
  private let ownsGroup: Bool
  private var ended: End?

  /// How a process ended.
  enum End: Equatable {
    case exited(Int)
    case signalled(Int)
  }

  /// - Parameters:
  ///   - descriptors: what the child has as 0, 1, 2 …; −1 for /dev/null.
  ///   - ownsGroup: whether its own children are ended with it.
  /// - Throws: `SystemError`.
  init(
    _ path: String, _ arguments: [String], environment: [String: String], descriptors: [Int32],
    ownsGroup: Bool
  ) throws {
    let texts = environment.map { "\($0.key)=\($0.value)" }
    var argumentPointers = ([path] + arguments).map { strdup($0) } + [nil]
    var environmentPointers = texts.map { strdup($0) } + [nil]
    defer { for text in argumentPointers + environmentPointers { free(text) } }
    id = fks_spawn(
      path, &argumentPointers, &environmentPointers, descriptors, Int32(descriptors.count),
      ownsGroup)
    guard id > 0 else { throw SystemError("cannot be started: \(systemMessage())") }
    self.ownsGroup = ownsGroup
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

  /// Ends it at once, if it still runs.
  func kill() {
    if ended == nil { _ = Foundation.kill(ownsGroup ? -id : id, SIGKILL) }
    _ = end(within: 10)
  }
}

/// A system call that failed; one line.
struct SystemError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
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
    guard fks_pipe(&ends) == 0 else { throw SystemError("no pipe: \(systemMessage())") }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }
}

/// The last bytes that a process wrote to its standard error.
struct ErrorTail {
  private let descriptor: Descriptor
  private var bytes: [UInt8] = []
  private static let kept = 4096

  init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
    fks_set_nonblocking(descriptor.number)
  }

  var number: Int32 { descriptor.number }

  /// Takes what is there, without waiting.
  mutating func drain() {
    guard descriptor.number >= 0 else { return }
    var piece = [UInt8](repeating: 0, count: ErrorTail.kept)
    // Bounded: a process that writes without end must not keep us here.
    for _ in 0..<64 {
      let n = read(descriptor.number, &piece, piece.count)
      if n == 0 { descriptor.close() }
      guard n > 0 else { return }
      bytes.append(contentsOf: piece[..<n])
      if bytes.count > 2 * ErrorTail.kept { bytes.removeFirst(bytes.count - ErrorTail.kept) }
    }
  }

  /// The last line that says something; nil if there was none.
  mutating func lastLine() -> String? {
    drain()
    let lines = String(decoding: bytes.suffix(ErrorTail.kept), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.last { !$0.isEmpty }.map { printable($0, limit: 200) }
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
