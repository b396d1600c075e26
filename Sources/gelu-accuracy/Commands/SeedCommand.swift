import ArgumentParser
import Contracts
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Kernels
import Scoring

struct SeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed",
    abstract: "Write contracts that built-in kernels hold now, or a kernel of your own.",
    discussion: """
      A kernel of your own is one argument, its name, and a --library with --symbol, a --command, or \
      files; see Documentation/Contracts.md. The contract is OUTPUT/FORMAT/NAME.json, \
      with --input-format OUTPUT/INPUT-to-FORMAT/NAME.json, and NAME-against-FUNCTION.json with \
      --function. Each file is named when it is written; its paths are \
      relative to its folder.
      """)

  @Argument(help: "Kernels by name. Default: all of the format.", completion: .kernels) var kernels:
    [String] = []
  @Option(help: "One format. Default: the four of 16 to 64 bits.", completion: .formats) var format:
    String?
  @Option(
    help: "The format that kernels read, where they write another: --format.", completion: .formats)
  var inputFormat: String?
  @Flag(help: "With the kernels named, their other variants, as erf+fma is one of erf.")
  var variants = false
  @Option(help: "exhaustive or sample:N:SEED. Default: exhaustive up to 16 bits, else sample:5000.")
  var inputs: String?
  @Option(help: "The function to score against. Default: the kernel's own.", completion: .functions)
  var function: String?
  @Option(
    name: .shortAndLong, help: "The folder for the contracts, one file each.",
    completion: .directory)
  var output = "Reference/Contracts"
  @Option(
    help:
      "Write a contract of a kernel of your own although it gives NaN, infinities, wrong signs, lost results or wrong special values; the contract waives these for this reason."
  )
  var accept: String?
  @OptionGroup var own: SourceOptions
  @OptionGroup var time: TimeOptions

  func run() throws {
    try reportingErrors {
      _ = try time.limits
      if let accept, !accept.contains(where: { $0.isLetter || $0.isNumber }) {
        throw Failure("--accept takes a reason in words, which the contract then gives")
      }
      if let source = try own.source {
        try seed(source)
        return
      }
      guard accept == nil else { throw Failure("--accept goes with a kernel of your own") }
      guard inputFormat == nil || format != nil && !kernels.isEmpty else {
        throw Failure("--input-format goes with --format and kernels by name")
      }
      let signatures =
        try format.map { [try Parse.signature($0, input: inputFormat)] }
        ?? FormatName.reported.map { Signature($0) }
      let formats = signatures.map(\.output)
      for name in kernels where variants {
        guard formats.contains(where: { Catalogue.names(for: $0).contains(name) }) else {
          throw Failure("unknown kernel '\(name)'; see 'gelu-accuracy list'")
        }
      }
      let target = try function.map(Parse.function)
      guard try own.order.order(of: target) == nil else {
        throw Failure("--derivative goes with a kernel of your own; see 'gelu-accuracy list'")
      }
      for signature in signatures {
        let inputs = inputs ?? InputSet.usual(for: signature.input, strata: 5000).text
        let options = ScoringOptions(inputs: try Parse.inputs(inputs))
        for name in names(in: signature.output) {
          let score = try Measuring.score(name, signature, against: target, options)
          let usesLibm = Measuring.description(name, signature)?.usesLibm ?? true
          let contract = Contract(
            holding: score, libm: usesLibm ? platformLibm : nil)
          try write(contract)
        }
      }
    }
  }

  private func names(in format: FormatName) -> [String] {
    let all = Catalogue.descriptions(for: format)
    guard !kernels.isEmpty else { return all.map(\.name) }
    guard variants else { return kernels }
    return all.filter { kernels.contains($0.name) || kernels.contains($0.id) }.map(\.name)
  }

  /// A contract of a kernel from elsewhere.
  private func seed(_ source: KernelSource) throws {
    guard !variants else { throw Failure("--variants goes with built-in kernels") }
    guard kernels.count == 1, let name = kernels.first, let format else {
      throw Failure("a kernel of your own needs one name and --format")
    }
    let signature = try Parse.signature(format, input: inputFormat)
    let usual = InputSet.usual(for: signature.input).text
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let (worker, limits) = (WorkerLauncher.thisProgram(subcommand: "worker"), try time.limits)
    let question = Question(
      try target(source, signature, here, limits), signature,
      inputs: try Parse.inputs(inputs ?? usual))
    let draft = Contract(kernel: name, question, source: source)
    if let problem = draft.misfit { throw Failure(problem) }
    let folder = try folder(signature)
    let score = try draft.score(from: here, worker: worker, limits: limits) { _, _ in
      throw Failure("'\(name)' has no source")
    }
    var contract = Contract(
      holding: score, libm: nil,
      source: try source.seen(from: folder, writtenIn: here.path))
    for finding in try draft.placeFindings(from: here, worker: worker, limits: limits)
    where finding.kind == .broken {
      if let accept { contract.waive(finding.what, reason: accept) }
      complain(
        "\(finding.text); "
          + (accept.map { "accepted: \($0)" }
            ?? "'check' will say so until it is mended, or waived by 'allowed' with the what 'place' "
            + "and a reason"))
    }
    try accept(score.blessedWrongs, in: &contract)
    try write(contract)
  }

  /// What the outputs are held to: what the user says, or the command of itself.
  private func target(
    _ source: KernelSource, _ signature: Signature, _ here: URL, _ limits: TimeLimits
  ) throws -> Target {
    let place = KernelPlace(
      source: source, folder: here, worker: .thisProgram(subcommand: "worker"), limits: limits)
    let served = try place.served(signature, Target(Parse.function(function ?? "gelu")))
    let held = try Parse.function(function ?? served?.function ?? "gelu")
    let said = held.name == served?.function ? served?.derivative ?? 0 : 0
    return Target(
      held,
      derivative: try own.order.order(of: held) ?? (source.form == "backward" ? 1 : said))
  }

  /// Says what is wrong with the kernel, and waives it.
  /// - Throws: `Failure` with status 1, where nobody accepts that.
  private func accept(_ wrongs: [BlessedWrong], in contract: inout Contract) throws {
    let reason = accept.map { "; accepted: \($0)" } ?? ""
    for wrong in wrongs { complain("\(contract.kernel): \(wrong.text)\(reason)") }
    guard !wrongs.isEmpty else { return }
    guard let accept else {
      throw Failure(
        "no contract is written: 'check' would take this for right. Mend the kernel, or say why it is "
          + "accepted: --accept \"REASON\"", status: 1)
    }
    contract.accept(wrongs, reason: accept)
  }

  /// `float16`, or `float32-to-bfloat16`.
  private func folder(_ signature: Signature) throws -> String {
    let (input, format) = (signature.input.rawValue, signature.output.rawValue)
    let folder = "\(output)/" + (signature.isUniform ? format : "\(input)-to-\(format)")
    try Folder.make(folder)
    return folder
  }

  /// - Throws: `Failure`, where the contract of another function would be lost.
  private func write(_ contract: Contract) throws {
    let other = function.map { "-against-\($0)" } ?? ""
    let path = "\(try folder(contract.question.signature))/\(contract.kernel)\(other).json"
    if let old = try? Contract(readingFrom: path),
      old.question.target != contract.question.target
    {
      throw Failure(
        "\(path) holds \(old.kernel) to \(old.question.target.symbol); "
          + "give another name, or another folder with --output")
    }
    try Output(path: path).write(JSONEncoder.suite.encode(contract))
    print(path)
  }
}
