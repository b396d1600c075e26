import Foundation
import Scoring

/// A file read or written in order, in large pieces, without a cache of our own.
final class ByteFile {
  let path: String
  private let descriptor: Int32
  /// The length in bytes when it was opened; 0 for a file that is being written.
  let size: Int
  private(set) var offset = 0

  private init(_ path: String, _ descriptor: Int32, size: Int) {
    self.path = path
    self.descriptor = descriptor
    self.size = size
  }

  deinit { close(descriptor) }

  /// - Throws: where it cannot be opened, or is not a plain file.
  static func reading(_ path: String) throws -> ByteFile {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FileError(
        path, errno == ENOENT ? "no such file" : "cannot be read: \(systemMessage())")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(path, "is not a plain file; values are read from files that have a length")
    }
    return ByteFile(path, descriptor, size: Int(status.st_size))
  }

  /// A device or pipe, or a descriptor of this process, to be written from where it is.
  static func stream(_ place: OutputFile.Place, calling path: String) throws -> ByteFile {
    let descriptor =
      switch place {
      case .descriptor(let number): fcntl(number, F_DUPFD_CLOEXEC, 3)
      case .file(let at), .stream(let at): open(at, O_WRONLY | O_CLOEXEC)
      }
    guard descriptor >= 0 else { throw FileError(path, "cannot be written: \(systemMessage())") }
    return ByteFile(path, descriptor, size: 0)
  }

  /// A new file that only one process writes: one that a process left here when it was killed is taken
  /// over, one that another is writing is refused.
  static func exclusive(_ path: String, calling name: String) throws -> ByteFile {
    while true {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
      guard descriptor >= 0 else { throw FileError(name, "cannot be written: \(systemMessage())") }
      let file = ByteFile(name, descriptor, size: 0)
      // Other failures mean a file system without locks.
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        throw FileError(
          name, "is being written by another process; wait for it, or give another name")
      }
      var (mine, there) = (stat(), stat())
      // The process that had it may have given it its name, or taken it away, in between.
      guard fstat(descriptor, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino
      else { continue }
      guard mine.st_mode & S_IFMT == S_IFREG, ftruncate(descriptor, 0) == 0 else {
        throw FileError(name, "cannot be written: \(path) is in the way; move it away")
      }
      return file
    }
  }

  /// Takes the mode of a file that is there.
  func takeMode(of path: String) {
    var old = stat()
    if stat(path, &old) == 0 { fchmod(descriptor, old.st_mode & 0o7777) }
  }

  func seek(to newOffset: Int) { offset = newOffset }

  /// Fills the buffer from the current offset; fewer bytes only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      // Reads of more than 2 GiB are cut short by Linux and refused by macOS.
      let n = pread(descriptor, base + done, min(buffer.count - done, 1 << 30), off_t(offset))
      if n < 0 && errno == EINTR { continue }
      guard n >= 0 else {
        throw FileError(path, "reading failed at byte \(offset): \(systemMessage())")
      }
      guard n > 0 else { break }
      done += n
      offset += n
    }
    return done
  }

  /// Exactly so many bytes.
  /// - Throws: where the file ends before.
  func bytes(_ count: Int, _ what: String) throws -> [UInt8] {
    guard count <= size - offset else {
      throw FileError(
        path, "ends at byte \(size), inside its \(what); was it cut short in copying?")
    }
    let start = offset
    let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    guard bytes.count == count else {
      throw FileError(path, "shrank while it was read: byte \(start + bytes.count) is missing")
    }
    return bytes
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let n = Foundation.write(descriptor, base + done, min(bytes.count - done, 1 << 30))
      if n < 0 && errno == EINTR { continue }
      guard n > 0 else {
        throw FileError(path, "writing failed at byte \(offset): \(systemMessage())")
      }
      done += n
      offset += n
    }
  }
}

/// The text of `errno`.
func systemMessage(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
