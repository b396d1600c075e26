import Foundation
import Scoring

/// Where results go: `-` is standard output.
struct Output {
  let path: String

  /// Complains about a place that cannot be written to, before the work that is to go there.
  func probe() throws {
    if path != "-" { try OutputFile.check(path) }
  }

  /// Writes the data and a line's end.
  /// - Throws: one line, naming the file and the reason.
  func write(_ data: Data) throws {
    let line = data + Data("\n".utf8)
    guard path != "-" else { return try StandardStreams.write(line) }
    try OutputFile.write(line, to: path)
  }
}
