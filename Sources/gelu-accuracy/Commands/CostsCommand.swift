import ArgumentParser
import FloatingPointFormats
import Foundation
import Kernels
import Scoring

struct CostsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "costs",
    abstract: "Time built-in kernels in every format: throughput and latency, in one thread.",
    discussion: """
      Each time is the least of many short runs over inputs evenly spaced on [-8, 8]. With --baseline the outputs \
      are compared with those of another build of the same sources; if they differ the exit status is 1. \
      make costs builds twice and runs both.
      """)

  @Argument(help: "Only these kernels. Default: all.", completion: .kernels) var kernels: [String] =
    []
  @Option(help: "Write JSON Lines to a file, or to standard output with -.", completion: .file())
  var json = "-"
  @Option(
    help: "JSON Lines that the baseline build wrote, whose times are taken over.",
    completion: .file())
  var baseline: String?
  @Option(help: "How often every kernel has its turn: 1 to 100.") var rounds = 3
  @Option(help: "Milliseconds of runs at each turn, for each of both times: 1 to 1000.")
  var milliseconds = 20
  @Option(help: "What the compiler was given, to be kept with the times.") var flags = "unknown"

  func run() throws {
    let differing = try reportingErrors { try measured() }
    guard differing == nil else { throw ExitCode(1) }
  }

  /// - Returns: a kernel whose outputs differ from the baseline's; nothing is written then.
  private func measured() throws -> String? {
    try check()
    let base = try baseline.map { try CostFile(contentsOf: $0) }
    let progress = Progress("times", unit: (1, "/s"))
    defer { progress.finish() }
    let costs = try Costs.measured(
      kernels.isEmpty ? Catalogue.list.all.map(\.name) : kernels, isFull: true,
      seconds: Double(milliseconds) / 1000, rounds: rounds
    ) { progress.update($0, $1) }
    let environment = Environment.record
    var file = CostFile(
      CostBuild(
        command: "make costs", flags: flags, environment, call: try KernelCost.call()), costs)
    let differing = base.map { file.add(baseline: $0) } ?? []
    progress.finish()
    guard differing.isEmpty else {
      complain(
        "the builds for \(file.build.build) and \(file.build.baseline ?? "") do not agree to the bit in "
          + "\(counted(differing.count, "kernel")), first \(differing[0]); nothing was written")
      return differing[0]
    }
    try Output(path: json).write(file.jsonLines)
    return nil
  }

  private func check() throws {
    guard (1...100).contains(rounds) else {
      throw Failure("--rounds takes 1 to 100, not \(rounds)")
    }
    guard (1...1000).contains(milliseconds) else {
      throw Failure("--milliseconds takes 1 to 1000, not \(milliseconds)")
    }
    guard !flags.allSatisfy(\.isWhitespace), !flags.contains(where: \.isNewline) else {
      throw Failure("--flags takes one line of text")
    }
    try Output(path: json).probe()
    let names = Catalogue.list.all.map(\.name)
    if let name = kernels.first(where: { !names.contains($0) }) {
      throw Failure("\(UnknownKernel(name: name, format: .float32, known: names))")
    }
  }
}

extension CostsCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { [baseline].compactMap(\.self) }
}
