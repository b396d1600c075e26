import CForeignKernel
import Foundation

/// A program run to its end, and what it said.
struct Captured {
  private(set) var text = ""
  /// Whether it ended with status 0 in time.
  private(set) var isGood = false

  /// - Parameter takesErrors: whether it is standard error that is taken, not standard output.
  /// - Throws: `SystemError`, where it cannot be started.
  init(
    _ program: String, _ arguments: [String], takesErrors: Bool, seconds: Double = 10
  ) throws {
    let (output, theirs) = try Descriptor.pipe()
    let process = try Spawned(
      program, arguments, environment: ProcessInfo.processInfo.environment,
      descriptors: takesErrors ? [-1, -1, theirs.number] : [-1, theirs.number, -1],
      ownsGroup: true)
    theirs.close()
    fks_set_nonblocking(output.number)
    let deadline = ContinuousClock.now + .seconds(seconds)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while ContinuousClock.now < deadline {
      let n = read(output.number, &piece, piece.count)
      if n > 0 {
        bytes += piece[..<n]
      } else if n == 0 || errno != EAGAIN && errno != EINTR {
        break
      } else {
        var polled = [pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)]
        _ = poll(&polled, 1, 100)
      }
    }
    let left = (deadline - .now) / .seconds(1)
    isGood = process.end(within: max(0, left)) == .exited(0)
    text = String(decoding: bytes, as: UTF8.self)
  }
}
