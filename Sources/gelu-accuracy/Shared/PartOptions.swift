import ArgumentParser
import FloatingPointFormats
import Scoring

/// Which of the inputs a run is of, and where it is kept.
struct PartOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Only inputs in LO:HI.") var region: String?
  @Option(
    help: "Save progress to FILE every two seconds. If FILE exists, go on from it.",
    completion: .file())
  var resume: String?
  @Option(help: "Score only part I of N, 1 to N, into the file that --output names; then merge.")
  var shard: String?
  @Option(name: .shortAndLong, help: "The file for a shard.", completion: .file()) var output:
    String?

  /// Whether nothing was said.
  var isEmpty: Bool { region == nil && file == nil && shard == nil }
  /// Where the run is kept.
  var file: String? { output ?? resume }
  var reads: [String] { [resume, output].compactMap(\.self) }

  /// - Throws: `Failure`, where they do not go together.
  func check(_ gate: Gate?, _ json: String?) throws {
    guard shard != nil || output == nil else { throw Failure("--output goes with --shard") }
    guard shard != nil else { return }
    _ = try part
    guard gate == nil else {
      throw Failure(
        "--require goes with a whole score, not with the part of one that --shard makes")
    }
    guard json == nil else {
      throw Failure(
        "--json goes with a whole score; 'gelu-accuracy merge --json' writes that of parts")
    }
    guard file != nil else {
      throw Failure("--shard needs --output FILE, for 'gelu-accuracy merge' to read")
    }
  }

  func range(_ format: FormatName) throws -> ClosedRange<Double>? {
    try region.map { try Parse.region($0, format) }
  }

  var part: ScoringOptions.Shard? {
    get throws { try shard.map(Parse.shard) }
  }

  func summary(of part: PartialScore) -> String {
    "\(part.done.count) of \(part.identity.chunks) chunks in \(file ?? "")"
  }
}
