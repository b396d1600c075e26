import ArgumentParser
import Foundation
import GELUAccuracy
import Reporting
import Scoring

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw a score that --json wrote, as SVG on standard output.",
    discussion: """
      The largest error over all inputs, as a kernel's page in the report has it. Nothing is measured.
      """)

  @Argument(help: "A file with one score of numbers, or - for standard input.", completion: .file())
  var score: String
  @Flag(help: "How many outputs have which signed error, in its place.") var histogram = false

  func run() throws {
    try reportingErrors {
      let data =
        score == "-"
        ? FileHandle.standardInput.readDataToEndOfFile() : try WholeFile.read(score)
      guard let one = try? JSONDecoder.suite.decode(Score.self, from: data) else {
        throw Failure(
          "\(score) is no score of numbers; 'measure --json', 'validate --json' and 'score --json' write them"
        )
      }
      guard let picture = histogram ? one.histogramPicture : one.errorPicture else {
        throw Failure("\(score) has no regions to draw")
      }
      print(picture, terminator: "")
    }
  }
}
