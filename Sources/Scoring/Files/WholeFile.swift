import Foundation

/// Small files that are read at once: parts of runs, contracts, manifests.
package enum WholeFile {
  /// Far above any of them.
  static let longest = 1 << 30

  /// All of a file, a named pipe or a process substitution, `<(cat a)`.
  /// - Throws: `ScoringError` with the path and the reason.
  package static func read(_ path: String) throws -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ScoringError(
        errno == ENOENT
          ? "\(path): no such file"
          : "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var (data, piece) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let n = Foundation.read(descriptor, &piece, piece.count)
      if n < 0 && errno == EINTR { continue }
      guard n >= 0 else {
        throw ScoringError("cannot read \(path): \(String(cString: strerror(errno)))")
      }
      guard n > 0 else { return data }
      data.append(contentsOf: piece[..<n])
      guard data.count <= longest else { throw ScoringError("\(path) is longer than a gigabyte") }
    }
  }
}
