import ArgumentParser
import Foundation
import Reporting
import Scoring

/// For those who change what Documentation/GELU.md says, as `make gelu-page` writes it.
struct GELUPageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gelu-page",
    abstract: "Write the page on GELU itself and its picture.", shouldDisplay: false)

  @Option(help: "The costs that make costs measured.", completion: .file()) var costs =
    "Reports/costs.jsonl"
  @Option(name: .shortAndLong, help: "The folder to write to.", completion: .directory) var output =
    "Documentation"

  func run() throws {
    try reportingErrors {
      let costs = try CostFile(contentsOf: costs).costs
      try Folder.make(output)
      for (name, text) in try GELUPage(costs: costs).files().sorted(by: { $0.key < $1.key }) {
        try OutputFile.write(Data(text.utf8), to: "\(output)/\(name)")
      }
    }
  }
}
