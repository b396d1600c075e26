import ArgumentParser
import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Reporting
import Scoring

struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Score built-in kernels.")

  @Argument(help: "Kernels by name; see 'gelu-accuracy list'.", completion: .kernels) var kernels:
    [String]
  @Option(help: Parse.formatHelp, completion: .formats) var format: String
  @Option(
    help:
      "Read inputs of this format and write --format: a float32 kernel, its results rounded once, as a fused epilogue does; NAME+stored rounds the inputs first, as an unfused one does.",
    completion: .formats)
  var inputFormat: String?
  @Option(
    help:
      "exhaustive, sample:N[:SEED], search:SECONDS or search:count=N[:SEED]. Default: exhaustive up to 16 bits, else a sample."
  )
  var inputs: String?
  @Option(help: "Score against this function. Default: the kernel's own.", completion: .functions)
  var function: String?
  @OptionGroup var constants: ConstantOptions
  @Option(
    help: "none, ftz or daz+ftz: which zeros are accepted.",
    completion: .list(["none", "ftz", "daz+ftz"])) var flush = "none"
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @OptionGroup var weights: WeightsOption
  @OptionGroup var parts: PartOptions
  @OptionGroup var required: RequireOption
  @OptionGroup var paste: PasteOptions
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    if try !reportingErrors(holds) { throw ExitCode(1) }
  }

  /// Measures and prints.
  /// - Returns: whether what is required is kept.
  private func holds() throws -> Bool {
    if parts.file == nil {
      Interrupt.explain(
        "gelu-accuracy: stopped; nothing is kept. With --resume FILE it would go on from there\n")
    }
    let gate = try required.gate()
    try paste.check(json)
    guard !paste.replacesText || kernels.count == 1 && parts.shard == nil else {
      throw Failure("--issue and --snippet take one kernel, and no --shard")
    }
    try parts.check(gate, json)
    let signature = try Parse.signature(format, input: inputFormat)
    if let (budget, seed) = try inputs.flatMap(Parse.search) {
      return try say(search(signature, budget, seed), gate)
    }
    var options = try ScoringOptions(
      inputs: inputs.map(Parse.inputs) ?? .usual(for: signature.input),
      region: parts.range(signature.input), flush: Parse.flush(flush),
      threads: Parse.threads(threads), shard: parts.part)
    options.weights = try weights.parsed()
    if parts.file != nil, kernels.count > 1 {
      throw Failure("--resume and --shard take one kernel, not \(kernels.count)")
    }
    guard parts.shard != nil else {
      let scores = try kernels.map {
        try Measuring.part(
          $0, signature, against: target($0, signature), options, keptIn: parts.file
        ).score()
      }
      return try say(scores, gate)
    }
    let part = try Measuring.part(
      kernels[0], signature, against: target(kernels[0], signature), options, keptIn: parts.file)
    complain(parts.summary(of: part))
    return true
  }

  private func say(_ scores: [Score], _ gate: Gate?) throws -> Bool {
    guard paste.replacesText else {
      try Printing.scores(scores, json)
      return gate.holds(scores.map { ($0.kernel, $0) }, json)
    }
    if let json { try Output(path: json).write(JSONEncoder.suite.encode(scores[0])) }
    try paste.say(scores[0], .builtIn, commandLine(scores[0]))
    return gate.holds(scores.map { ($0.kernel, $0) }, "-")
  }

  /// The command that gives the score again.
  private func commandLine(_ score: Score) -> String {
    CommandLineText.line(
      "measure \(kernels[0])",
      [
        ("format", format), ("input-format", inputFormat), ("inputs", score.inputsText),
        ("region", parts.region), ("function", score.target.function.name),
        ("flush", flush == "none" ? nil : flush),
      ])
  }

  private func search(
    _ signature: Signature, _ budget: SearchBudget, _ seed: UInt64
  ) throws -> [Score] {
    Interrupt.explain("gelu-accuracy: stopped; nothing is kept of a search\n")
    try weights.refuse("a search")
    guard signature.isUniform else { throw Failure("a search takes no --input-format") }
    guard parts.isEmpty else {
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
  var reads: [String] { parts.reads }
}
