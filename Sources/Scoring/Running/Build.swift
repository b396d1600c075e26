import Digests
import Foundation

/// Which program this is; see `Build.id`.
package var programBuild: String { Build.id }

/// Which program this is.
enum Build {
  /// The linker's build ID, which changes with every instruction and constant; where the linker wrote
  /// none, the SHA-256 of the file.
  static let id: String = {
    guard let file = FileHandle(forReadingAtPath: Platform.programPath(of: #dsohandle)) else {
      return "unknown"
    }
    defer { try? file.close() }
    let head = (try? file.read(upToCount: 1 << 12)) ?? Data()
    if let note = buildID(in: head) { return note }
    let rest = (try? file.readToEnd()) ?? Data()
    return SHA256.hexDigest(of: head + rest)
  }()

  /// The GNU build ID of an ELF file, whose notes lie at its start: lengths of 4 and at most 64, type
  /// 3, and the owner's name.
  static func buildID(in head: Data) -> String? {
    guard let name = head.range(of: Data("\u{3}\0\0\0GNU\0".utf8)), name.lowerBound >= 8 else {
      return nil
    }
    let length = Int(head[name.lowerBound - 4])
    guard (8...64).contains(length), head[name.lowerBound - 8] == 4,
      name.upperBound + length <= head.endIndex
    else { return nil }
    return head[name.upperBound..<name.upperBound + length]
      .map { String(format: "%02x", $0) }.joined()
  }
}
