import Foundation
import Synchronization

/// Writes a whole file in one step: readers see what was there before or all that is new, and a process
/// killed at any moment leaves either.
///
/// The bytes go to a file without a name where the system has such, else to `.NAME.HOST-PID-N.new` beside
/// the target; what a killed process left under such a name goes at the next write to the same target. An
/// existing file keeps its permissions, and a symbolic link stays one: its target is replaced.
///
/// - Throws: `ScoringError` with the path and the reason; a device or a FIFO is not replaced.
package func writeAtomically(_ data: Data, to path: String) throws {
  func fail(_ reason: String) -> ScoringError { ScoringError("cannot write \(path): \(reason)") }
  func failure() -> ScoringError { fail(String(cString: strerror(errno))) }

  var target = path
  var mode: mode_t?
  var status = stat()
  if stat(path, &status) == 0 {
    guard status.st_mode & S_IFMT == S_IFREG else { throw fail("it is not a regular file") }
    mode = status.st_mode & 0o7777
    if let real = realpath(path, nil) {
      target = String(cString: real)
      free(real)
    }
  }
  let url = URL(fileURLWithPath: target)
  let folder = url.deletingLastPathComponent().path
  let temporary = "\(folder)/\(Leftovers.prefix(url.lastPathComponent))\(Leftovers.next()).new"
  Leftovers.clean(folder, url.lastPathComponent)

  let unnamed = Platform.openUnnamed(in: folder)
  let file = unnamed ?? open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw failure() }
  var isOpen = true
  defer { if isOpen { close(file) } }
  var isNamed = unnamed == nil
  func giveUp() -> ScoringError {
    let error = failure()
    if isNamed { unlink(temporary) }
    return error
  }

  if let mode { _ = fchmod(file, mode) }
  guard writeAll(data, to: file) else { throw giveUp() }
  if !isNamed {
    unlink(temporary)
    guard Platform.name(file, temporary) else { throw giveUp() }
    isNamed = true
  }
  isOpen = false
  guard close(file) == 0, rename(temporary, target) == 0 else { throw giveUp() }
}

private func writeAll(_ data: Data, to file: Int32) -> Bool {
  data.withUnsafeBytes { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let n = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if n < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(n)
    }
    return true
  }
}

/// Temporary files that killed processes of this machine left beside a target.
private enum Leftovers {
  private static let count = Atomic(0)

  /// This process, and which of its files.
  static func next() -> String {
    "\(getpid())-\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
  }

  /// Names of another machine's processes are left alone: whether those live is not known here.
  static func prefix(_ name: String) -> String {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let text = String(
      decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return ".\(name).\(text.replacing("/", with: "_").prefix(40))-"
  }

  static func clean(_ folder: String, _ name: String) {
    let prefix = prefix(name)
    guard let all = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
    for file in all where file.hasPrefix(prefix) && file.hasSuffix(".new") {
      let place = file.dropFirst(prefix.count).dropLast(4).split(separator: "-")
      guard place.count == 2, let id = pid_t(place[0]), id > 0, kill(id, 0) != 0, errno == ESRCH
      else { continue }
      unlink("\(folder)/\(file)")
    }
  }
}
