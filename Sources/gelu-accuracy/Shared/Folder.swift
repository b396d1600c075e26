import Foundation

/// A folder that results go to.
enum Folder {
  /// Makes it, with those above it, unless it is there; before the work that is to go there.
  ///
  /// - Throws: `Failure`, one line with the folder, the reason, and what to do.
  static func make(_ path: String) throws {
    var built = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      built += part + "/"
      guard mkdir(built, 0o777) == 0 || errno == EEXIST else { throw cannotMake(path) }
    }
    var status = stat()
    guard stat(path.isEmpty ? "." : path, &status) == 0 else { throw cannotMake(path) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      errno = ENOTDIR
      throw cannotMake(path)
    }
  }

  private static func cannotMake(_ path: String) -> Failure {
    Failure(
      "cannot make the folder \(path): \(String(cString: strerror(errno))). Give one that may be "
        + "written to.")
  }
}
