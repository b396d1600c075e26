import ArgumentParser
import Foundation
import GELUAccuracy
import Scoring

/// A subcommand that writes files that its user names. Before it runs, each can be written, and none of
/// them is one that it reads or another that it writes.
protocol WritesFiles {
  /// The options with the paths to be written; `-` is standard output.
  var writes: [(option: String, path: String?)] { get }
  /// The paths that are read, or gone on from.
  var reads: [String] { get }
}

extension WritesFiles {
  var reads: [String] { [] }

  /// - Throws: `Failure`, one line.
  func checkFiles() throws {
    var taken: [String: String] = [:]
    for path in reads {
      if let identity = OutputFile.identity(of: path) { taken[identity] = "the run reads \(path)" }
    }
    for case (let option, let path?) in writes where path != "-" {
      try reportingErrors { try OutputFile.check(path) }
      guard let identity = OutputFile.identity(of: path) else { continue }
      if let other = taken[identity] {
        throw Failure(
          "--\(option) \(path) would overwrite a file: \(other); give another path")
      }
      taken[identity] = "--\(option) writes \(path) too"
    }
  }
}
