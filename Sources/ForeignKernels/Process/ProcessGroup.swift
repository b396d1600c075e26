import CForeignKernel
import Foundation

/// A process group that ends with this object, and with this process however that ends: by Ctrl-C, a
/// hangup, `kill -9`.
///
/// Its leader is a shell that reads a pipe whose other end only this process holds; where the pipe
/// ends, the shell ends the group. (Linux's parent-death signal would reach no grandchildren, and it
/// comes when the starting thread ends.) The leader is waited for last, so that the number stays taken
/// for as long as it is used here. It is deaf to all but SIGKILL: `kill(0, SIGTERM)` in a kernel ends
/// the kernel alone. A process that leaves the group is out of reach.
final class ProcessGroup: @unchecked Sendable {
  // Used by one thread at a time: by its owner's lock.
  let id: pid_t
  private let life: Descriptor
  private var hasEnded = false

  /// - Throws: `SystemError`.
  init() throws {
    let (reading, life) = try Descriptor.pipe()
    self.life = life
    id = try spawn(
      "/bin/sh", ["-c", "read line; kill -KILL 0"], environment: [:],
      descriptors: [reading.number, -1, -1], group: 0, isDeaf: true)
  }

  deinit { end() }

  /// Ends every process in it.
  func end() {
    guard !hasEnded else { return }
    hasEnded = true
    _ = Foundation.kill(-id, SIGKILL)
    life.close()
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
  }
}

/// Starts a program; see `fks_spawn`.
/// - Returns: its process id.
/// - Throws: `SystemError`.
func spawn(
  _ path: String, _ arguments: [String], environment: [String: String], descriptors: [Int32],
  group: pid_t, isDeaf: Bool = false
) throws -> pid_t {
  var argumentPointers = ([path] + arguments).map { strdup($0) } + [nil]
  var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for text in argumentPointers + environmentPointers { free(text) } }
  let id = fks_spawn(
    path, &argumentPointers, &environmentPointers, descriptors, Int32(descriptors.count), group,
    isDeaf)
  guard id > 0 else { throw SystemError("\(path) cannot be started", errno) }
  return id
}
