import ArgumentParser
import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Scoring

struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Score built-in kernels.")

  @Argument(help: "Kernels by name; see 'gelu-accuracy list'.") var kernels: [String]
  @Option(help: Parse.formatHelp) var format: String
  @Option(
    help:
      "Read inputs of this format and write --format: a float32 kernel, its results rounded once, as a fused epilogue does; NAME+stored rounds the inputs first, as an unfused one does."
  )
  var inputFormat: String?
  @Option(
    help:
      "exhaustive, sample:N[:SEED], search:SECONDS or search:count=N[:SEED]. Default: exhaustive up to 16 bits, else a sample."
  )
  var inputs: String?
  @Option(help: "Score against this function. Default: the kernel's own.") var function: String?
  @OptionGroup var constants: ConstantOptions
  @Option(parsing: .unconditional, help: "Only inputs in LO:HI.") var region: String?
  @Option(help: "none, ftz or daz+ftz: which zeros are accepted.") var flush = "none"
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @Option(
    help: "Save progress to FILE every two seconds. If FILE exists, go on from it.")
  var resume: String?
  @Option(help: "Score only part I of N, 1 to N, into the file that --output names; then merge.")
  var shard: String?
  @Option(name: .shortAndLong, help: "The file for a shard.") var output: String?
  @OptionGroup var required: RequireOption
  @Option(help: "Write JSON to a file, or to standard output with -.") var json: String?

  func run() throws {
    if try !reportingErrors(holds) { throw ExitCode(1) }
  }

  /// Measures and prints.
  /// - Returns: whether what is required is kept.
  private func holds() throws -> Bool {
    if resume == nil, shard == nil {
      Interrupt.explain(
        "gelu-accuracy: stopped; nothing is kept. With --resume FILE it would go on from there\n")
    }
    let gate = try required.gate()
    let signature = try Parse.signature(format, input: inputFormat)
    if let (budget, seed) = try inputs.flatMap(Parse.search) {
      return try say(search(signature, budget, seed), gate)
    }
    let options = try ScoringOptions(
      inputs: inputs.map(Parse.inputs) ?? .usual(for: signature.input),
      region: region.map { try Parse.region($0, signature.input) }, flush: Parse.flush(flush),
      threads: Parse.threads(threads), shard: shard.map(Parse.shard))
    if resume != nil || shard != nil, kernels.count > 1 {
      throw Failure("--resume and --shard take one kernel, not \(kernels.count)")
    }
    guard shard != nil else {
      let scores = try kernels.map {
        try Measuring.part($0, signature, against: target($0, signature), options, keptIn: resume)
          .score()
      }
      return try say(scores, gate)
    }
    guard gate == nil else {
      throw Failure(
        "--require goes with a whole score, not with the part of one that --shard makes")
    }
    guard let output = self.output ?? resume else {
      throw Failure("--shard needs --output FILE, for 'gelu-accuracy merge' to read")
    }
    let part = try Measuring.part(
      kernels[0], signature, against: target(kernels[0], signature), options, keptIn: output)
    complain("\(part.done.count) of \(part.identity.chunks) chunks in \(output)")
    return true
  }

  private func say(_ scores: [Score], _ gate: Gate?) throws -> Bool {
    try Printing.scores(scores, json)
    return gate.holds(scores.map { ($0.kernel, $0) }, json)
  }

  private func search(
    _ signature: Signature, _ budget: SearchBudget, _ seed: UInt64
  ) throws -> [Score] {
    Interrupt.explain("gelu-accuracy: stopped; nothing is kept of a search\n")
    guard signature.isUniform else { throw Failure("a search takes no --input-format") }
    guard region == nil, resume == nil, shard == nil else {
      throw Failure("a search takes no --region, --resume or --shard")
    }
    let flush = try Parse.flush(flush)
    return try kernels.map {
      try Measuring.search(
        $0, signature.output, against: target($0, signature), budget, seed: seed, flush: flush)
    }
  }

  /// The function to score a kernel against, with the constants asked for; nil for its own.
  private func target(_ kernel: String, _ signature: Signature) throws -> Function? {
    let named = try function.map(Parse.function)
    guard !constants.isEmpty else { return named }
    let own = Measuring.description(kernel, signature)?.target.function
    return try (named ?? own).map(constants.applied)
  }
}

extension MeasureCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { [resume, output].compactMap(\.self) }
}
