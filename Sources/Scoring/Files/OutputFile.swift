import Foundation

/// How results get to a path that a user named: by renaming where a file is or nothing is, and by
/// writing into whatever else stands there.
package enum OutputFile {
  package enum Place: Equatable, Sendable {
    /// A file, or a free name: replaced in one step, the mode kept. The path that symbolic links lead
    /// to, so that they stay.
    case file(String)
    /// A device, a named pipe: opened and written.
    case stream(String)
    /// A descriptor of this process, as /dev/stdout and /dev/fd/3 name it: written from where it is.
    case descriptor(Int32)
  }

  /// Where writing to the path ends up.
  /// - Throws: `ScoringError`, for a folder, and for a path that leads nowhere.
  package static func place(of path: String) throws -> Place {
    var at = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      if let descriptor = descriptor(at) { return .descriptor(descriptor) }
      var status = stat()
      guard lstat(at, &status) == 0 else {
        guard errno == ENOENT, !at.hasSuffix("/"), !at.isEmpty else {
          throw ScoringError.cannotWrite(path)
        }
        return .file(at)
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG: return .file(at)
      case S_IFDIR:
        throw ScoringError("cannot write \(path): it is a folder; give the path of a file in it")
      case S_IFLNK:
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: at) else {
          throw ScoringError.cannotWrite(path)
        }
        // What a descriptor of another process leads to need not have a name.
        if at.hasPrefix("/proc/") { return .stream(at) }
        at = target.hasPrefix("/") ? target : folder(of: at) + "/" + target
      default: return .stream(at)
      }
    }
    throw ScoringError("cannot write \(path): too many symbolic links")
  }

  /// Complains before the work about a place that cannot be written.
  /// - Throws: `ScoringError`, one line.
  package static func check(_ path: String) throws {
    switch try place(of: path) {
    case .descriptor(let descriptor):
      let flags = fcntl(descriptor, F_GETFL)
      guard flags >= 0, flags & O_ACCMODE != O_RDONLY else {
        throw ScoringError("cannot write \(path): the descriptor is not open for writing")
      }
    case .stream(let at):
      guard access(at, W_OK) == 0 else { throw ScoringError.cannotWrite(path) }
    case .file(let at):
      let folder = folder(of: at)
      var status = stat()
      let isFolder = stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      guard isFolder, access(folder, W_OK | X_OK) == 0 || access(at, W_OK) == 0 else {
        throw ScoringError(
          "cannot write \(path): \(folder) is not a folder that may be written to")
      }
    }
  }

  /// Writes the data, and nothing else than it, to where the path leads.
  /// - Throws: `ScoringError` with the path and the reason.
  package static func write(_ data: Data, to path: String) throws {
    switch try place(of: path) {
    case .descriptor(let descriptor):
      try write(data, toDescriptor: descriptor, calling: path)
    case .stream(let at): try write(data, into: at, O_WRONLY, calling: path)
    case .file(let at):
      // A file that may be written in a folder that may not: no other can take its place.
      if access(folder(of: at), W_OK | X_OK) != 0, access(at, W_OK) == 0 {
        try write(data, into: at, O_WRONLY | O_TRUNC, calling: path)
      } else {
        try writeAtomically(data, to: at)
      }
    }
  }

  /// - Throws: `ScoringError` with the name and the reason.
  package static func write(
    _ data: Data, toDescriptor descriptor: Int32, calling name: String
  ) throws {
    try data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        let n = Foundation.write(descriptor, base + done, min(bytes.count - done, 1 << 30))
        if n < 0 && errno == EINTR { continue }
        if n < 0 && errno == EAGAIN {
          // Somebody made the pipe or terminal that we were given a non-blocking one.
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&ready, 1, -1)
          continue
        }
        guard n > 0 else { throw ScoringError.cannotWrite(name) }
        done += n
      }
    }
  }

  /// What tells two paths apart, or that they are one file: by any links, and before it is there. Nil
  /// where nothing is lost by writing: a device, a pipe, a descriptor.
  package static func identity(of path: String) -> String? {
    guard case .file(let at)? = try? place(of: path) else { return nil }
    var status = stat()
    if stat(at, &status) == 0 { return "\(status.st_dev):\(status.st_ino)" }
    guard stat(folder(of: at), &status) == 0 else { return at }
    return "\(status.st_dev):\(status.st_ino)/\(at.split(separator: "/").last ?? "")"
  }

  private static func write(
    _ data: Data, into path: String, _ flags: Int32, calling name: String
  ) throws {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw ScoringError.cannotWrite(name) }
    do { try write(data, toDescriptor: descriptor, calling: name) } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw ScoringError.cannotWrite(name) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The descriptor that a path names; nil for any other path.
  private static func descriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"]
      where path.hasPrefix(folder) {
        return Int32(path.dropFirst(folder.count))
      }
      return nil
    }
  }
}

extension ScoringError {
  /// With the reason that `errno` has.
  static func cannotWrite(_ path: String) -> ScoringError {
    ScoringError("cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
