import ArgumentParser
import Foundation
import GELUAccuracy
import Scoring

/// A subcommand that writes files that its user names. Before it runs, each can be written, and none of
/// them is one that it reads or another that it writes.
protocol WritesFiles {
  /// The options with the paths to be written; `-` is standard output.
  var writes: [(option: String, path: String?)] { get }
  /// The paths that are read, or gone on from.
  var reads: [String] { get }
}

extension WritesFiles {
  var reads: [String] { [] }

  /// - Throws: `Failure`, one line.
  func checkFiles() throws {
    var taken: [String: String] = [:]
    for path in reads {
      if let identity = OutputFile.identity(of: path) { taken[identity] = "the run reads \(path)" }
    }
    for case (let option, let path?) in writes where path != "-" {
      try reportingErrors { try OutputFile.check(path) }
      guard let identity = OutputFile.identity(of: path) else { continue }
      if let other = taken[identity] {
        throw Failure(
          "--\(option) \(path) would overwrite a file: \(other); give another path")
      }
      taken[identity] = "--\(option) writes \(path) too"
    }
  }
}

extension MeasureCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { [resume, output].compactMap(\.self) }
}

extension MergeCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { parts }
}

extension CheckCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("junit", junit), ("markdown", markdown)] }
  /// With what contracts lead to, as far as they can be read twice.
  var reads: [String] {
    func isFile(_ path: String) -> Bool { OutputFile.identity(of: path) != nil }
    let jobs =
      contracts.map { Manifest.Job(contract: $0) }
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

extension ScoreCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] {
    [inputs, outputs].compactMap(\.self).flatMap { [$0, Sidecar.path(beside: $0)] }
  }
}

extension ValidateCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { [library].compactMap(\.self) }
}

extension EmitInputsCommand: WritesFiles {
  var writes: [(option: String, path: String?)] {
    [("output", output), ("output", Sidecar.path(beside: output))]
  }
}

extension OracleCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}

extension ListCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}

extension StructureCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}

extension SplitCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}

extension ThresholdsCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}

extension SupremaCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}

extension BenchmarkCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
