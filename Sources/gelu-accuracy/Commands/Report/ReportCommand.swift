import Analysis
import ArgumentParser
import Digests
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Kernels
import Oracle
import Reporting
import Scoring

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Score every built-in kernel and write the report.")

  @Argument(
    help: """
      Only these kernels, with the other variants of their formulas, added to the report that is there. \
      Default: all.
      """, completion: .kernels)
  var kernels: [String] = []
  @Option(name: .shortAndLong, help: "The folder to write to.", completion: .directory) var output =
    "Reports"
  @Option(help: "Inputs of the sample for float32 and float64.") var sample = 100_000
  @Option(help: "Kernels, by commas, that are run on all 2^32 float32 inputs; or all.")
  var exhaustive = ""
  @Option(
    help: """
      A folder for what is done. A report goes on from there; results of kernels that are what they were are \
      taken again, whichever build made them.
      """, completion: .directory)
  var resume: String?
  @Option(help: "Threads. Default: all processors.") var threads: Int?

  func run() throws {
    try reportingErrors {
      guard (100...100_000_000).contains(sample) else {
        throw Failure("--sample takes 100 to 100000000, not \(sample)")
      }
      let threads = try Parse.threads(threads)
      // Known before hours are spent: the folder can be written.
      try Report.probe(output)
      if !kernels.isEmpty { try Report.checkEnvironment(Environment.record, of: output) }
      let (descriptions, jobs) = try work()
      let kept = try resume.map(Report.folder(in:))
      let finished = resume.map { "\($0)/finished" }
      try finished.map(Folder.make)
      var (scores, structures): ([Score], [Structure]) = ([], [])
      var measured = 0
      let progress = Progress("kernels", unit: (1, "/s"))
      defer { progress.finish() }
      for (i, job) in jobs.enumerated() {
        progress.update(i, jobs.count)
        let options = ScoringOptions(
          inputs: .sample(count: sample, seed: InputSet.usualSeed), threads: threads)
        let found = try job.finished(options, keptIn: finished) {
          measured += 1
          return try job.run(options, keptIn: kept)
        }
        scores += found.scores
        if let structure = found.structure { structures.append(structure) }
      }
      let pages = PageMap(descriptions)
      let keepsPage = try Report.keepsPage(in: output)
      let splits = try scores.filter {
        pages.isHead($0.kernel) && (!kernels.isEmpty || keepsPage($0.kernel, nil))
      }.compactMap { try ErrorSplit.of($0) }
      let signed = try scores.filter { score in
        FirstKernels.keepsSigned(score, by: descriptions.first { $0.name == score.kernel })
          && keepsPage(score.kernel, score.format)
      }.map { try SignedErrors.of($0) }
      let isPart = try !kernels.isEmpty && Report.isThere(output)
      let takesCosts = Report.takesCosts(Environment.record, in: output, isPart: isPart)
      let costs = takesCosts ? try Costs.measured(descriptions.map(\.name), isFull: false) : []
      let described = Catalogue.byFormat.mapValues { all in
        all.filter { kernel in descriptions.contains { $0.name == kernel.name } }
      }
      var notes = try Report(
        kernels: described, scores: scores, splits: splits, costs: costs, structures: structures,
        signed: signed
      )
      .write(
        to: output, environment: Environment.record,
        addingTo: kernels.isEmpty ? nil : Catalogue.list)
      if !takesCosts {
        notes.append(
          "no costs were measured: those in \(output) are of make costs, or of another processor")
      }
      progress.finish()
      print(
        "\(output)/README.md: \(counted(descriptions.count, "kernel")), "
          + counted(scores.count, "score")
          + (measured < jobs.count ? "; \(jobs.count - measured) of \(jobs.count) runs kept" : ""))
      for note in notes { complain(note) }
    }
  }

  /// Every kernel against its own function, and those of gelu's approximations against gelu.
  private func work() throws -> ([KernelDescription], [ReportJob]) {
    var descriptions: [KernelDescription] = []
    var jobs: [ReportJob] = []
    let names = Catalogue.names(for: .float32)
    let whole = exhaustive == "all" ? names : exhaustive.split(separator: ",").map(String.init)
    if let unknown = whole.first(where: { !names.contains($0) }) {
      throw Failure("\(UnknownKernel(name: unknown, format: .float32, known: names))")
    }
    // A page has all variants of a formula.
    let formulas = Set(
      FormatName.reported.flatMap { Catalogue.descriptions(for: $0) }
        .filter { kernels.contains($0.name) }.map(\.id))
    for format in FormatName.reported {
      for kernel in Catalogue.descriptions(for: format)
      where kernels.isEmpty || formulas.contains(kernel.id) {
        if !descriptions.contains(where: { $0.name == kernel.name }) { descriptions.append(kernel) }
        let own = kernel.target.function
        let others: [Function] = own == .geluTanh || own == .geluSigmoid ? [.gelu] : []
        jobs.append(
          ReportJob(
            kernel: kernel.name, format: format, functions: [own] + others,
            isWhole: format.keepsAllTruths || format == .float32 && whole.contains(kernel.name)))
      }
    }
    if let unknown = kernels.first(where: { k in !descriptions.contains { $0.name == k } }) {
      let names = FormatName.reported.flatMap { Catalogue.names(for: $0) }
      throw Failure("\(UnknownKernel(name: unknown, format: .float32, known: names))")
    }
    return (descriptions, jobs)
  }
}

extension Report {
  /// The place in a folder that belongs to this build: another one's scores are not gone on from.
  fileprivate static func folder(in parent: String) throws -> String {
    var digest = SHA256()
    if let program = Bundle.main.executableURL {
      try Data(contentsOf: program).withUnsafeBytes { digest.update($0) }
    }
    let folder = "\(parent)/\(digest.hexDigest().prefix(12))"
    try Folder.make(folder)
    return folder
  }
}

extension Catalogue {
  static var list: KernelList { KernelList(byFormat) }

  /// The kernels of each format that reports are of.
  static var byFormat: [FormatName: [KernelDescription]] {
    Dictionary(uniqueKeysWithValues: FormatName.reported.map { ($0, descriptions(for: $0)) })
  }
}
