import ArgumentParser
import Foundation
import GELUAccuracy

struct SeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed",
    abstract: "Write contracts that built-in kernels hold now, or a kernel of your own.",
    discussion: """
      A kernel of your own is one argument, its name, and a --library with --symbol, a --command, or \
      files; see Documentation/Contracts.md. The contract is OUTPUT/FORMAT/NAME.json, and \
      NAME-against-FUNCTION.json with --function. Each file is named when it is written; its paths are \
      relative to its folder.
      """)

  @Argument(help: "Kernels by name. Default: all of the format.") var kernels: [String] = []
  @Option(help: "One format. Default: the four of 16 to 64 bits.") var format: String?
  @Option(help: "exhaustive or sample:N:SEED. Default: exhaustive up to 16 bits, else sample:5000.")
  var inputs: String?
  @Option(help: "The function to score against. Default: the kernel's own.") var function: String?
  @Option(name: .shortAndLong, help: "The folder for the contracts, one file each.")
  var output = "Reference/Contracts"
  @OptionGroup var own: SourceOptions
  @OptionGroup var time: TimeOptions

  func run() throws {
    try reportingErrors {
      _ = try time.limits
      if let source = try own.source {
        try seed(source)
        return
      }
      let formats = try format.map { [try Reading.format($0)] } ?? FormatName.reported
      let target = try function.map(Reading.function)
      for format in formats {
        let inputs = inputs ?? InputSet.usual(for: format, strata: 5000).text
        let options = ScoringOptions(inputs: try Reading.inputs(inputs))
        for name in kernels.isEmpty ? Catalogue.names(for: format) : kernels {
          let score = try Measuring.score(name, Signature(format), against: target, options)
          let usesLibm = Measuring.description(name, Signature(format))?.usesLibm ?? true
          let contract = Contract(
            holding: score, libm: usesLibm ? platformLibm : nil)
          try write(contract)
        }
      }
    }
  }

  /// A contract of a kernel from elsewhere.
  private func seed(_ source: KernelSource) throws {
    guard kernels.count == 1, let name = kernels.first, let format else {
      throw Failure("a kernel of your own needs one name and --format")
    }
    let known = try Reading.format(format)
    let usual = InputSet.usual(for: known).text
    let target = Target(
      try Reading.function(function ?? "gelu"),
      derivative: own.derivative || source.form == "backward" ? 1 : 0)
    let folder = try folder(known)
    let question = Question(
      target, Signature(known), inputs: try Reading.inputs(inputs ?? usual))
    let draft = Contract(kernel: name, question, source: source)
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let (worker, limits) = (WorkerLauncher.thisProgram(subcommand: "worker"), try time.limits)
    let score = try draft.score(from: here, worker: worker, limits: limits) { _, _ in
      throw Failure("'\(name)' has no source")
    }
    for finding in try draft.placeFindings(from: here, worker: worker, limits: limits)
    where finding.kind == .broken {
      complain(
        "\(finding.text); 'check' will say so until it is mended, or waived by 'allowed' with the "
          + "what 'place' and a reason")
    }
    let contract = Contract(
      holding: score, libm: nil,
      source: try source.seen(from: folder, writtenIn: here.path))
    try write(contract)
  }

  private func folder(_ format: FormatName) throws -> String {
    let folder = "\(output)/\(format.rawValue)"
    try Folder.make(folder)
    return folder
  }

  /// - Throws: `Failure`, where the contract of another function would be lost.
  private func write(_ contract: Contract) throws {
    let other = function.map { "-against-\($0)" } ?? ""
    let path = "\(try folder(contract.question.format))/\(contract.kernel)\(other).json"
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
