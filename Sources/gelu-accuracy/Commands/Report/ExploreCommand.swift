import ArgumentParser
import Foundation
import Kernels
import Reporting
import Scoring

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Write one HTML file to sort, filter and compare scores, which needs no network.")

  @Option(
    help: "A folder of scores: files of JSON, or of JSON Lines with a score a line.",
    completion: .directory)
  var scores = "Reports/scores"
  @Option(
    help:
      "Costs as JSON Lines, a kernel and a format a line. Default: costs.jsonl beside the scores' folder, if it is there.",
    completion: .file())
  var costs: String?
  @Option(
    name: .shortAndLong, help: "The file to write, or - for standard output.", completion: .file())
  var output = "accuracy.html"

  func run() throws {
    try reportingErrors {
      let beside = URL(fileURLWithPath: scores).deletingLastPathComponent()
        .appending(path: "costs.jsonl").path
      let place = costs ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil)
      let costs = try place.map(CostFile.costs) ?? []
      let page = try ExplorerPage(
        ScoreFiles.read(scores), kernels: Catalogue.list.all, costs: costs)
      let text = try Data(page.html.utf8)
      try Output(path: output).write(text)
      guard output != "-" else { return }
      print(
        "\(output): \(counted(page.data.scores.count, "score")), "
          + "\(counted((text.count + 999) / 1000, "kilobyte"))")
    }
  }
}

extension ExploreCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("output", output)] }
  var reads: [String] { costs.map { [$0] } ?? [] }
}
