import Contracts
import Foundation
import GELUAccuracy
import Scoring

/// The files of `check --scores`, one for each contract, so that `compare` can hold one run to another.
///
/// They are called by kernel, formats and function, `my-gelu-float32-gelu.json`; a second one of the same name has
/// `-2` at its end.
struct KeptScores {
  /// In the order of the contracts; nil where a contract cannot be read.
  private let paths: [String?]

  /// Makes the folder.
  /// - Throws: `Failure`, where it cannot be made, or a file there is one that the run reads.
  init(in folder: String, for jobs: [Manifest.Job], reading files: [String]) throws {
    try Folder.make(folder)
    var taken: [String: Int] = [:]
    paths = jobs.map { job in
      guard let contract = try? job.contract() else { return nil }
      let stem = KeptScores.stem(of: contract)
      let count = taken[stem, default: 0] + 1
      taken[stem] = count
      return "\(folder)/\(stem)\(count == 1 ? "" : "-\(count)").json"
    }
    let read = Set(files.compactMap(OutputFile.identity))
    for case let path? in paths {
      if let identity = OutputFile.identity(of: path), read.contains(identity) {
        throw Failure(
          "--scores \(folder) would overwrite \(path), which the run reads; give another folder")
      }
      try OutputFile.check(path)
    }
  }

  /// Writes each score. A kernel that could not be run has no file: one of an earlier run is removed.
  func write(_ results: [ContractResult]) throws {
    for case (let path?, let result) in zip(paths, results) {
      guard let score = result.score else {
        try? FileManager.default.removeItem(atPath: path)
        continue
      }
      try Output(path: path).write(JSONEncoder.suite.encode(score))
    }
  }

  private static func stem(of contract: Contract) -> String {
    let question = contract.question
    let text =
      "\(contract.kernel)-\(question.signature)-\(GoldenTable.name(of: question.target))"
    return text.replacing(/[^A-Za-z0-9._+-]+/, with: "-")
  }
}
