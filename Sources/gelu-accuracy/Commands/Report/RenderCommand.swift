import ArgumentParser
import FloatingPointFormats
import Kernels
import Reporting
import Scoring

struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Make a report's pages and pictures from its figures; nothing is measured.")

  @Argument(
    help: """
      The pages of these kernels, with all their pictures. Default: the index, and the pages and pictures that \
      the folder keeps.
      """, completion: .kernels)
  var kernels: [String] = []
  @Flag(help: "The pages of all kernels, with all their pictures.") var all = false
  @Flag(help: "Print the table of what to ship, as the README has it, and write nothing.")
  var ship = false
  @Option(name: .shortAndLong, help: "The folder of the report.", completion: .directory)
  var output = "Reports"

  func run() throws {
    try reportingErrors {
      guard kernels.isEmpty || !all else {
        throw Failure("--all takes no kernels; give one or the other")
      }
      if ship {
        guard kernels.isEmpty, !all else { throw Failure("--ship takes no kernels and no --all") }
        print(try Report.shipTable(of: output))
        return
      }
      let list = Catalogue.list
      var only = kernels.isEmpty ? nil : kernels
      if all { only = try Report.kernels(in: output) }
      let done = try Report.render(output, only: only, list: list)
      for page in done.files where page.hasSuffix(".md") { print("\(output)/\(page)") }
      for note in done.notes { complain(note) }
    }
  }
}
