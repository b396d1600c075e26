import Digests
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

/// What a job of the report came to, kept for reports to come: it is taken again while the kernel, the question
/// and the judging are what they were, whichever build asks.
struct FinishedJob: Codable, Equatable {
  /// What the results depend on; see `ReportJob.fingerprint`.
  var fingerprint: String
  var scores: [Score]
  var structure: Structure?
}

extension FinishedJob: Kept {
  /// The checksum says that it was kept so; the fingerprint, whether it is still right.
  func check() throws {}
}

extension ReportJob {
  /// The results that another report kept in a folder, or those that `run` gives, kept there.
  ///
  /// - Parameter folder: nil to keep nothing.
  func finished(
    _ options: ScoringOptions, keptIn folder: String?, run: () throws -> FinishedJob.Results
  ) throws -> FinishedJob.Results {
    guard let folder else { return try run() }
    let fingerprint = try fingerprint(options)
    let path = "\(folder)/\(kernel)-\(format.rawValue)"
    if let kept = try? FinishedJob(readingFrom: path), kept.fingerprint == fingerprint {
      return (kept.scores, kept.structure)
    }
    let found = try run()
    try FinishedJob(
      fingerprint: fingerprint, scores: found.scores, structure: found.structure
    ).write(to: path)
    return found
  }

  /// A digest of all that the results depend on: the kernel's description, the questions, the libm, the
  /// kernel's outputs at 2^16 inputs spread over the line, and a score of some thousand inputs for each
  /// function, which a change of the judging would change too. A kernel that changed nowhere on these
  /// inputs goes unnoticed.
  func fingerprint(_ options: ScoringOptions) throws -> String {
    func made<T: BinaryFormat>(_: T.Type) throws -> String {
      try fingerprint(options, of: Catalogue.kernel(named: kernel, for: T.self))
    }
    return try made(format.type)
  }

  func fingerprint<T: BinaryFormat>(
    _ options: ScoringOptions, of kernel: any Kernel<T>
  ) throws -> String {
    var digest = SHA256()
    func add(_ data: Data) { data.withUnsafeBytes { digest.update($0) } }
    let about = try JSONEncoder.suite.encode(kernel.description)
    add(about)
    let words = [
      format.rawValue, functions.map(\.name).joined(separator: " "), "\(isWhole)",
      weights?.name ?? "",
      options.inputs.text, platformLibm,
    ]
    add(Data(words.joined(separator: "\n").utf8))
    let outputs = try KernelProbes.outputs(of: kernel, at: KernelProbes.inputs(T.self, bits: 16))
    outputs.map(\.bits).withUnsafeBytes { digest.update($0) }
    let few = ScoringOptions(
      inputs: .sample(count: 2000, seed: InputSet.usualSeed), threads: options.threads)
    for function in functions {
      let oracle = Oracle(kernel.description.target.with(function))
      add(try JSONEncoder.suite.encode(score(kernel, against: oracle, few)))
    }
    return digest.hexDigest()
  }
}

extension FinishedJob {
  typealias Results = (scores: [Score], structure: Structure?)
}
