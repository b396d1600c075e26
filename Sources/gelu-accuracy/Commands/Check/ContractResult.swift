import Contracts
import ForeignKernels
import Foundation
import GELUAccuracy
import Scoring

/// What came of one contract.
struct ContractResult {
  var path: String
  var contract: Contract?
  var score: Score?
  var findings: [Finding] = []
  /// Why the kernel could not be run, one line.
  var problem: String?
  var seconds = 0.0
  /// Whether a measure that is clearly better than its bound fails.
  private let isRatcheting: Bool

  init(_ job: Manifest.Job, _ threads: Int, _ limits: TimeLimits, ratcheting: Bool) {
    path = job.path
    isRatcheting = ratcheting
    let start = ContinuousClock.now
    do {
      let contract = try job.contract()
      self.contract = contract
      let worker = WorkerLauncher.thisProgram(subcommand: "worker")
      let score = try contract.score(
        from: job.folder, worker: worker, threads: threads, limits: limits
      ) { contract, options in
        let question = contract.question
        return try Measuring.score(
          contract.kernel, question.signature, against: question.target.function, options)
      }
      self.score = score
      findings = contract.check(
        score, and: try contract.placeFindings(from: job.folder, worker: worker, limits: limits))
    } catch { problem = "\(error)" }
    seconds = (ContinuousClock.now - start) / .seconds(1)
  }

  var status: Int32 { problem != nil ? 2 : failures.isEmpty ? 0 : 1 }
  var word: String {
    let isBetter = findings.contains { $0.kind == .tighten }
    return [isBetter ? "IMPROVED" : "holds", "BROKEN", "NOT RUN"][Int(status)]
  }
  var name: String {
    contract.map { "\($0.kernel) \($0.question.signature)" }
      ?? URL(fileURLWithPath: path).lastPathComponent
  }
  /// What does not hold.
  var failures: [Finding] { findings.filter { $0.fails(ratcheting: isRatcheting) } }
  /// What holds and is to be known all the same: improvements and waivers.
  var notes: [Finding] {
    findings.filter { $0.kind != .holds && !$0.fails(ratcheting: isRatcheting) }
  }

  /// `improved` where that is no failure.
  func word(_ finding: Finding) -> String {
    finding.kind == .tighten && !isRatcheting ? "improved" : finding.kind.rawValue
  }

  func say() {
    if let problem {
      complain(problem.contains(path) ? problem : "\(path): \(problem)")
      return
    }
    print("\(word)  \(name)  \(path)")
    for finding in findings where finding.kind != .holds || finding.isLargestError {
      print("  \(pad(word(finding), 15)) \(finding.text)")
    }
  }
}
