import ArgumentParser
import Foundation
import Scoring

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the parts of a run, in any order, to the score of the whole.")

  @Argument(help: "Files that measure --shard or --resume wrote.", completion: .file()) var parts:
    [String]
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      var whole = try PartialScore(readingFrom: parts[0])
      for path in parts.dropFirst() {
        let part = try PartialScore(readingFrom: path)
        do { try whole.merge(part) } catch { throw Failure("\(path): \(error)") }
      }
      try Printing.scores([whole.score()], json)
    }
  }
}

extension MergeCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { parts }
}
