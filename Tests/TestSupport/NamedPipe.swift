import Foundation
import Synchronization

/// A named pipe with somebody at its other end.
public enum NamedPipe {
  /// Makes one at the path, and returns all that comes out of it while `body` writes into it; nil where none
  /// can be made.
  public static func read(_ path: String, while body: () throws -> Void) rethrows -> [UInt8]? {
    guard mkfifo(path, 0o600) == 0 else { return nil }
    let got = Mutex(Data())
    let reader = Thread {
      let data = FileHandle(forReadingAtPath: path)?.readDataToEndOfFile() ?? Data()
      got.withLock { $0 = data }
    }
    reader.start()
    try body()
    while !reader.isFinished { usleep(1000) }
    return got.withLock { Array($0) }
  }
}
