import ArgumentParser
import Contracts
import Foundation
import GELUAccuracy
import Scoring

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold kernels to contracts: exit 0 all hold, 1 some broken, 2 some could not run.",
    discussion: "Contracts, manifests, JUnit and Markdown: Documentation/Contracts.md.")

  @Argument(help: "Contract files, and folders: every .json below them.", completion: .file())
  var contracts: [String] =
    []
  @Option(help: "A manifest of kernels with their contracts.", completion: .file()) var manifest:
    String?
  @Flag(
    help: "A measure more than 10 % better than its bound fails, so that bounds only get tighter.")
  var ratchet = false
  @Option(help: "Write JUnit XML to a file, or to standard output with -.", completion: .file())
  var junit: String?
  @Option(
    help: "Write a Markdown summary to a file, or to standard output with -.", completion: .file())
  var markdown: String?
  @Option(
    help: "A folder: write each kernel's score there as JSON, for compare.",
    completion: .directory)
  var scores: String?
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @OptionGroup var time: TimeOptions

  func run() throws {
    let results = try reportingErrors {
      let limits = try time.limits
      let threads = try Parse.threads(threads)
      let jobs =
        try contractFiles().map { Manifest.Job(contract: $0) } + (manifest.map(Manifest.jobs) ?? [])
      guard !jobs.isEmpty else {
        throw Failure("give contract files, folders of them, or --manifest FILE")
      }
      for path in [junit, markdown] { try path.map { try Output(path: $0).probe() } }
      let kept = try scores.map { try KeptScores(in: $0, for: jobs, reading: reads) }
      let isQuiet = junit == "-" || markdown == "-"
      let results = jobs.map { job in
        let result = ContractResult(job, threads, limits, ratcheting: ratchet)
        if !isQuiet || result.problem != nil { result.say() }
        return result
      }
      try kept?.write(results)
      if let junit { try Output(path: junit).write(Data(JUnit.text(results).utf8)) }
      if let markdown {
        try Output(path: markdown).write(Data(CheckSummary.text(results).utf8))
      }
      return results
    }
    let status = results.map(\.status).max() ?? 0
    if status != 0 { throw ExitCode(status) }
  }

  /// The arguments, with the contracts of a folder in its place, in order of their paths.
  /// - Throws: `Failure`, where a folder has none, or cannot be read.
  private func contractFiles() throws -> [String] {
    try contracts.flatMap { path -> [String] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
      else { return [path] }
      // A link to a folder is looked through only with its slash.
      let folder = path.hasSuffix("/") ? path : path + "/"
      guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
        throw Failure("\(path): the folder cannot be read")
      }
      let files = names.filter { $0.hasSuffix(".json") }.sorted().map { folder + $0 }
      guard !files.isEmpty else {
        throw Failure("\(path): no contract, which ends in .json, is below")
      }
      return files
    }
  }
}

extension CheckCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("junit", junit), ("markdown", markdown)] }
  /// With what contracts lead to, as far as they can be read twice.
  var reads: [String] {
    func isFile(_ path: String) -> Bool { OutputFile.identity(of: path) != nil }
    let jobs =
      ((try? contractFiles()) ?? []).map { Manifest.Job(contract: $0) }
      + (manifest.flatMap { isFile($0) ? try? Manifest.jobs($0) : nil } ?? [])
    let sources = jobs.flatMap { job -> [String] in
      guard isFile(job.path), let source = try? job.contract().source else { return [] }
      let place = KernelPlace(
        source: source, folder: job.folder, worker: .thisProgram(subcommand: "worker"))
      return [source.library, source.inputs, source.outputs].compactMap { $0.map(place.path) }
    }
    return jobs.map(\.path) + (manifest.map { [$0] } ?? []) + sources
  }
}
