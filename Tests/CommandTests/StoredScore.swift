import Foundation
import Scoring
import Testing

@testable import Reporting

/// A score that a report's folder keeps, with what was found beside it, as an object of JSON.
func storedScore(_ stem: String, in folder: String) throws -> [String: Any] {
  let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/scores")
  for name in names where name.hasSuffix(".jsonl") {
    let text = try String(contentsOfFile: "\(folder)/scores/\(name)", encoding: .utf8)
    let kernel = stem.prefix { $0 != "-" }
    // Lines of other kernels need not be read.
    let lines = text.split(separator: "\n").filter {
      $0.contains("\"kernel\":\"\(kernel)") || !$0.contains("\"kernel\":")
    }
    let entries = ScoreFile(lines.joined(separator: "\n")).entries
    guard let found = entries.first(where: { $0.score.stem == stem }) else { continue }
    let data =
      try found.foreign.map { try JSONEncoder.suite.encode($0) }
      ?? JSONEncoder.suite.encode(found.score)
    return try jsonObject(data)
  }
  throw ScoringError("\(folder) has no score \(stem)")
}

extension Files {
  func stored(_ stem: String, in folder: String = "out") throws -> [String: Any] {
    try storedScore(stem, in: path(folder))
  }
}

/// An index without its last column, the costs: they differ from run to run.
func withoutCosts(_ index: String) -> [String] {
  index.split(separator: "\n").map { line in
    guard line.hasPrefix("|") else { return String(line) }
    return line.split(separator: "|").dropLast().joined(separator: "|")
  }
}
