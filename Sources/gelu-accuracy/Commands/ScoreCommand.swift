import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Oracle
import Reporting
import Scoring

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score outputs that a kernel wrote, for inputs of your own or emitted ones.",
    discussion: """
      Two files, --inputs x.npy --outputs y.npy, or one that holds both, need nothing else: formats are read \
      from .npy, .npz and .safetensors files, shapes and memory order do not matter, and inputs may repeat. \
      The tensors or columns are x and y; dy, x and dx for a gradient; gate, up and y with --second up. A \
      .csv file holds decimals, or bits in columns called x_hex, and needs --format. Inputs that emit-inputs \
      wrote have a sidecar, which says what they are.
      """)

  @Option(help: "The inputs, or a file with inputs and outputs.", completion: .file())
  var inputs: String
  @Option(
    help: "The outputs, one for each input, in the same order. Default: the inputs' file.",
    completion: .file())
  var outputs: String?
  @Option(help: "The inputs' tensor or column in a file of several. Default: x.")
  var xTensor: String?
  @Option(
    name: [.customLong("y-tensor"), .customLong("tensor")],
    help: "The outputs' tensor or column in a file of several. Default: y, or dx of a gradient.")
  var yTensor: String?
  @Option(help: SecondOption.help) var second: String?
  @Option(help: "The second inputs' tensor or column. Default: dy, up or bias.")
  var secondTensor: String?
  @Option(
    help: "Score against another function than the sidecar's. Without a sidecar: gelu.",
    completion: .functions)
  var function: String?
  @Option(
    help:
      "The outputs' format, where the files do not say it. Of codes always, as int8(scale=0.05,zero-point=3).",
    completion: .formats)
  var format: String?
  @Option(
    help: "The inputs' format, where the files do not say it, and where it is quantised.",
    completion: .formats)
  var inputFormat: String?
  @OptionGroup var order: DerivativeOption
  @Option(help: "none, ftz, daz+ftz, or all for the three side by side.", completion: .flushModels)
  var flush = "none"
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @OptionGroup var weights: WeightsOption
  @OptionGroup var required: RequireOption
  @OptionGroup var page: ReportOptions
  @OptionGroup var verdicts: VerdictOptions
  @OptionGroup var paste: PasteOptions
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    let holds = try reportingErrors {
      let isQuantised = Parse.isQuantised(format, inputFormat)
      let gate = isQuantised ? nil : try required.gate(flush: flush)
      for path in [inputs, outputs].compactMap(\.self)
      where !FileManager.default.fileExists(atPath: path) {
        throw FileError(path, "no such file")
      }
      _ = try Parse.threads(threads)
      try paste.check(json, flush: flush, isQuantised: isQuantised)
      if isQuantised {
        try weights.refuse("codes")
        return try scoreQuantised()
      }
      try checkReport()
      guard let sidecar = try Sidecar.read(beside: inputs) else {
        return try say(scoreData(), gate)
      }
      for (option, said, format) in [
        ("format", format, sidecar.signature.output),
        ("input-format", inputFormat, sidecar.signature.input),
      ] where try said.map(Parse.format) ?? format != format {
        throw Failure(
          "the sidecar \(inputs).json says \(format.rawValue), not \(said ?? ""); leave --\(option) out"
        )
      }
      guard second == nil, secondTensor == nil, xTensor == nil else {
        throw Failure(
          "\(inputs) has a sidecar, which says what its inputs are; --second and the names of tensors go "
            + "with data of your own")
      }
      return try say(scoreEmitted(), gate)
    }
    if !holds { throw ExitCode(1) }
  }

  private func say(_ scores: [Score], _ gate: Gate?) throws -> Bool {
    let scores = scores.map(page.named)
    var all = scores.map { Validation(score: $0) }
    all[0].allclose = try tolerances(scores[0])
    try Validated(all: all).write(json)
    if paste.replacesText {
      let call = KernelCall.arrays(
        inputs: inputs.asShownPath, outputs: outputs.map(\.asShownPath))
      try paste.say(scores[0], call, commandLine)
    } else {
      Printing.models(all, json)
    }
    // A page that cannot be written leaves the verdict.
    let holds = gate.holds(
      scores.map { ($0.flush.rawValue, $0) }, paste.replacesText ? "-" : json)
    try report(scores[0])
    return holds
  }

  private func scoreEmitted() throws -> [Score] {
    var run = try fileRun()
    let progress = Progress(run.outputs)
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    return try run.scores()
  }

  /// Of emitted inputs.
  func fileRun() throws -> FileRun {
    guard let outputs else {
      throw Failure("say where the outputs for \(inputs) are: --outputs FILE")
    }
    var run = FileRun(inputs: inputs, outputs: outputs, tensor: yTensor)
    run.function = try function.map(Parse.function)
    if let order = try order.order(of: run.function) { run.derivative = order }
    (run.flush, run.threads) = (try Parse.flushModels(flush), try Parse.threads(threads))
    run.weights = try weights.parsed()
    return run
  }

  /// Inputs without a sidecar.
  private func scoreData() throws -> [Score] {
    var run = try dataRun()
    let progress = Progress(outputs ?? inputs)
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    return try run.scores()
  }

  /// Of recorded data.
  func dataRun() throws -> DataRun {
    var run = DataRun(inputs: inputs, outputs: outputs)
    (run.inputTensor, run.outputTensor, run.secondTensor) = (xTensor, yTensor, secondTensor)
    run.function = try Parse.function(function ?? "gelu")
    run.derivative = try order.order(of: run.function) ?? 0
    run.second = try second.map(SecondOption.parsed)
    guard run.second == nil || run.derivative == 0 || run.second?.role == .dy && run.derivative == 1
    else { throw Failure("--second \(second ?? "") takes no --derivative") }
    run.outputFormat = try format.map(Parse.format)
    run.inputFormat = try inputFormat.map(Parse.format)
    (run.flush, run.threads) = (try Parse.flushModels(flush), try Parse.threads(threads))
    run.weights = try weights.parsed()
    return run
  }
}

extension ScoreCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] {
    [inputs, outputs].compactMap(\.self).flatMap { [$0, Sidecar.path(beside: $0)] }
  }
}
