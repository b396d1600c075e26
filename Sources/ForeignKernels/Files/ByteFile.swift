import Foundation

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
    guard descriptor >= 0 else { throw FileError(path, "cannot be read: \(systemMessage())") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(path, "is not a plain file; values are read from files that have a length")
    }
    return ByteFile(path, descriptor, size: Int(status.st_size))
  }

  static func writing(_ path: String) throws -> ByteFile {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path, "cannot be written: \(systemMessage())") }
    return ByteFile(path, descriptor, size: 0)
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
