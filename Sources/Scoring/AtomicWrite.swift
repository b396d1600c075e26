import Foundation

/// Gives a file new content in one step: what was there stays until the new is whole, and keeps its
/// mode. Where it fails, nothing is left beside it.
/// - Throws: `ScoringError` with the path and the reason.
func writeAtomically(_ data: Data, to path: String) throws {
  let partial = "\(path).\(getpid()).partial"
  let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
  guard descriptor >= 0 else { throw ScoringError.cannotWrite(path) }
  do {
    var old = stat()
    if stat(path, &old) == 0 { fchmod(descriptor, old.st_mode & 0o7777) }
    try OutputFile.write(data, toDescriptor: descriptor, calling: path)
  } catch {
    close(descriptor)
    unlink(partial)
    throw error
  }
  guard close(descriptor) == 0, rename(partial, path) == 0 else {
    let problem = ScoringError.cannotWrite(path)
    unlink(partial)
    throw problem
  }
}
