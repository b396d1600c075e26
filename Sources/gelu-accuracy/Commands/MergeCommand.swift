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
      var counts = [(path: parts[0], count: whole.done.count)]
      for path in parts.dropFirst() {
        let part = try PartialScore(readingFrom: path)
        do { try whole.merge(part) } catch { throw Failure("\(path): \(error)") }
        counts.append((path, part.done.count))
      }
      let score: Score
      do { score = try whole.score() } catch  where !whole.isComplete {
        throw Failure("\(error)\(Self.short(counts))")
      }
      try Printing.scores([score], json)
    }
  }

  /// The files that have fewer chunks than others, as shards that were cut short do: shards of one run differ
  /// by one chunk at most.
  static func short(_ counts: [(path: String, count: Int)]) -> String {
    let most = counts.map(\.count).max() ?? 0
    let short = counts.filter { $0.count < most - 1 }
    guard !short.isEmpty else { return "" }
    return "; cut short: "
      + short.map { "\($0.path), \($0.count) of about \(most)" }.joined(separator: "; ")
  }
}

extension MergeCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { parts }
}
