import Foundation

/// A folder that results go to.
enum Folder {
  /// Makes it, with those above it, unless it is there; before the work that is to go there.
  ///
  /// - Throws: `Failure`, one line with the folder, the reason, and what to do.
  static func make(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        "cannot make the folder \(path): \((error as NSError).localizedDescription) "
          + "Give one that may be written to.")
    }
  }
}
