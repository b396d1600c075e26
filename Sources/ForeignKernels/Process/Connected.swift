import CForeignKernel
import Foundation

/// The path of a Unix socket, as a command names it: `unix:/tmp/kernel.sock`.
package struct SocketPath: Equatable {
  package let path: String

  /// - Returns: nil for a command that is to be run.
  package init?(_ command: String) {
    guard command.hasPrefix("unix:") else { return nil }
    path = String(command.dropFirst("unix:".count))
  }
}

/// A process that runs already and listens on a Unix socket. It is handed the descriptors that a
/// child would have as 0, 1 and 2, and the variables that a child would have beside ours. One
/// connection stands for one child: it is closed to end it, and the other side says with one byte,
/// the exit status, that it has ended.
///
/// The message is a length of four bytes, little-endian, and as many bytes of `NAME=VALUE`, each
/// with a zero byte at its end.
final class Connected: @unchecked Sendable {
  // Used by one thread at a time: by its owner's lock.
  private let socket: Descriptor
  private var ended: Spawned.End?

  /// - Throws: `SystemError`, where nobody listens.
  init(_ socket: SocketPath, environment: [String: String], descriptors: [Int32]) throws {
    let number = fks_connect(socket.path)
    guard number >= 0 else {
      throw SystemError("nobody listens on the socket \(printable(socket.path, limit: 200))", errno)
    }
    self.socket = Descriptor(number)
    let message = Connected.message(environment)
    let sent = fks_send_descriptors(
      number, descriptors, Int32(descriptors.count), message, message.count)
    var rest = message.dropFirst(max(sent, 0))
    while sent >= 0, !rest.isEmpty {
      let n = rest.withUnsafeBytes { fks_write(number, $0.baseAddress, $0.count) }
      guard n > 0 || errno == EINTR else { break }
      rest = rest.dropFirst(max(n, 0))
    }
    guard sent >= 0, rest.isEmpty else {
      throw SystemError("the process at \(printable(socket.path, limit: 200)) took no call", errno)
    }
  }

  static func message(_ environment: [String: String]) -> [UInt8] {
    let ours = environment.filter { $0.key.hasPrefix("GELU_ACCURACY_") }.sorted { $0.key < $1.key }
    let text = Array(ours.map { "\($0.key)=\($0.value)\0" }.joined().utf8)
    let length: [UInt8] = (0..<4).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return length + text
  }
}

extension Connected: Answering {
  func end(within seconds: Double) -> Spawned.End? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ended == nil {
      var polled = [pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)]
      let left = max(.zero, deadline - ContinuousClock.now)
      let milliseconds = min(left / .milliseconds(1), 1e6).rounded(.up)
      let ready = Foundation.poll(&polled, 1, Int32(milliseconds))
      if ready == 0 { return nil }
      guard ready > 0 else { continue }
      var status: UInt8 = 0
      let n = read(socket.number, &status, 1)
      if n == 1 { ended = .exited(Int(status)) }
      // It is gone without a word.
      if n == 0 || n < 0 && errno != EINTR && errno != EAGAIN {
        ended = .signalled(Int(SIGKILL))
      }
    }
    return ended
  }

  func kill() {
    socket.close()
    ended = ended ?? .signalled(Int(SIGKILL))
  }
}
