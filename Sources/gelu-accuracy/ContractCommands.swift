import ArgumentParser
import FloatingPointFormats
import Foundation
import Kernels
import Scoring

struct SeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed", abstract: "Write contracts that built-in kernels hold now.")

  @Argument(help: "Kernels by name. Default: all of the format.") var kernels: [String] = []
  @Option(help: "One format. Default: all four.") var format: String?
  @Option(help: "exhaustive or sample:N:SEED. Default: exhaustive in 16 bits, else sample:5000.")
  var inputs: String?
  @Option(help: "The function to score against. Default: the kernel's own.") var function: String?
  @Option(name: .shortAndLong, help: "The folder for the contracts, one file each.")
  var output = "Reference/Contracts"

  func run() throws {
    try reportingErrors {
      let formats = try format.map { [try Reading.format($0)] } ?? FormatName.allCases
      let target = try function.map(Reading.function)
      for format in formats {
        let usual = format.width == 16 ? "exhaustive" : "sample:5000:\(InputSet.usualSeed)"
        let inputs = inputs ?? usual
        let options = ScoringOptions(inputs: try Reading.inputs(inputs))
        for name in kernels.isEmpty ? Catalogue.names(for: format) : kernels {
          let score = try Measuring.score(name, format, against: target, options)
          let usesLibm = Measuring.description(name, format)?.usesLibm ?? true
          let contract = Contract(
            holding: score, inputs: inputs, libm: usesLibm ? platformLibm : nil)
          try Output(path: try path(contract)).write(JSONEncoder.suite.encode(contract))
        }
      }
    }
  }

  private func path(_ contract: Contract) throws -> String {
    let folder = "\(output)/\(contract.format.rawValue)"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure("cannot make the folder \(folder): give --output a folder that may be written")
    }
    let other = function.map { "-against-\($0)" } ?? ""
    return "\(folder)/\(contract.kernel)\(other).json"
  }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold built-in kernels to contracts: exit 0 holds, 1 broken, 2 could not run.")

  @Argument(help: "Contract files.") var contracts: [String]
  @Option(help: "Threads. Default: all processors.") var threads: Int?

  func run() throws {
    let holds = try reportingErrors {
      let threads = try Reading.threads(threads)
      return try contracts.map { try check($0, threads) }.allSatisfy { $0 }
    }
    if !holds { throw ExitCode(1) }
  }

  private func check(_ path: String, _ threads: Int) throws -> Bool {
    let contract = try Contract(readingFrom: path)
    let options = ScoringOptions(
      inputs: try Reading.inputs(contract.inputs), flush: contract.flush, threads: threads)
    let score = try Measuring.score(
      contract.kernel, contract.format, against: Reading.function(contract.function), options)
    let findings = contract.check(score)
    let verdict = findings.holds ? "holds" : "BROKEN"
    print("\(verdict)  \(contract.kernel) \(contract.format.rawValue)  \(path)")
    for finding in findings where finding.kind != .holds || finding.what == "max_ulp" {
      print("  \(pad(finding.kind.rawValue, 15)) \(finding.text)")
    }
    return findings.holds
  }
}
