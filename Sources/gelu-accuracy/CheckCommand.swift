import ArgumentParser
import Foundation
import GELUAccuracy

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold kernels to contracts: exit 0 all hold, 1 some broken, 2 some could not run.",
    discussion: "Contracts, manifests, JUnit and Markdown: Documentation/Contracts.md.")

  @Argument(help: "Contract files.") var contracts: [String] = []
  @Option(help: "A manifest of kernels with their contracts.") var manifest: String?
  @Option(help: "Write JUnit XML to a file, or to standard output with -.") var junit: String?
  @Option(help: "Write a Markdown summary to a file, or to standard output with -.")
  var markdown: String?
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @OptionGroup var time: TimeOptions

  func run() throws {
    let verdicts = try reportingErrors {
      let limits = try time.limits
      let threads = try Reading.threads(threads)
      let jobs =
        try contracts.map { Manifest.Job(contract: $0) } + (manifest.map(Manifest.jobs) ?? [])
      guard !jobs.isEmpty else { throw Failure("give contract files, or --manifest FILE") }
      for path in [junit, markdown] { try path.map { try Output(path: $0).probe() } }
      let isQuiet = junit == "-" || markdown == "-"
      let verdicts = jobs.map { job in
        let verdict = Verdict(job, threads, limits)
        if !isQuiet || verdict.problem != nil { verdict.say() }
        return verdict
      }
      if let junit { try Output(path: junit).write(Data(JUnit.text(verdicts).utf8)) }
      if let markdown {
        try Output(path: markdown).write(Data(CheckSummary.text(verdicts).utf8))
      }
      return verdicts
    }
    let status = verdicts.map(\.status).max() ?? 0
    if status != 0 { throw ExitCode(status) }
  }
}

/// What came of one contract.
struct Verdict {
  var path: String
  var contract: Contract?
  var score: Score?
  var findings: [Finding] = []
  /// Why the kernel could not be run, one line.
  var problem: String?
  var seconds = 0.0

  init(_ job: Manifest.Job, _ threads: Int, _ limits: TimeLimits) {
    path = job.path
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

  var status: Int32 { problem != nil ? 2 : findings.holds ? 0 : 1 }
  var word: String { ["holds", "BROKEN", "NOT RUN"][Int(status)] }
  var name: String {
    contract.map { "\($0.kernel) \($0.question.signature)" }
      ?? URL(fileURLWithPath: path).lastPathComponent
  }
  /// What does not hold.
  var failures: [Finding] { findings.filter { $0.kind != .holds && $0.kind != .waived } }

  func say() {
    if let problem {
      complain(problem.contains(path) ? problem : "\(path): \(problem)")
      return
    }
    print("\(word)  \(name)  \(path)")
    for finding in findings where finding.kind != .holds || finding.isLargestError {
      print("  \(pad(finding.kind.rawValue, 15)) \(finding.text)")
    }
  }
}

/// JUnit's XML, a test case for each contract.
enum JUnit {
  static func text(_ all: [Verdict]) -> String {
    let cases = all.map { v in
      let head =
        "  <testcase classname=\"gelu-accuracy\" name=\"\(escaped(v.name))\" file=\"\(escaped(v.path))\" "
        + "time=\"\(String(format: "%.3f", v.seconds))\""
      if let problem = v.problem {
        return "\(head)>\n    <error message=\"\(escaped(problem))\"/>\n  </testcase>"
      }
      let out = escaped(
        v.findings.map { "\($0.kind.rawValue): \($0.text)" }.joined(separator: "\n"))
      let failure = v.failures.first.map { first in
        let lines = v.failures.map { "\($0.kind.rawValue): \($0.text)" }.joined(separator: "\n")
        return "    <failure message=\"\(escaped(first.text))\">\(escaped(lines))</failure>\n"
      }
      return "\(head)>\n\(failure ?? "")    <system-out>\(out)</system-out>\n  </testcase>"
    }
    let counts =
      "tests=\"\(all.count)\" failures=\"\(all.count { $0.status == 1 })\" "
      + "errors=\"\(all.count { $0.status == 2 })\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="gelu-accuracy" \(counts)>
      \(cases.joined(separator: "\n"))
      </testsuite>
      """
  }

  private static func escaped(_ text: String) -> String {
    String(
      text.unicodeScalars.map { c -> String in
        switch c {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "\n": "&#10;"
        // XML 1.0 has no other control characters, and two more that it leaves out.
        case _ where c.value < 32 && c != "\t" || c.value == 0xfffe || c.value == 0xffff: "?"
        default: String(c)
        }
      }.joined())
  }
}

/// A table for $GITHUB_STEP_SUMMARY, and what is broken below it.
enum CheckSummary {
  static func text(_ all: [Verdict]) -> String {
    let rows = all.map { v in
      let used = v.findings.first(where: \.isLargestError)?.text ?? v.problem ?? ""
      return "| \(cell(v.name)) | \(v.word) | \(cell(used)) | `\(cell(v.path))` |"
    }
    let broken = all.flatMap { v in
      v.failures.map { "- **\(cell(v.name))** \($0.kind.rawValue): \(cell($0.text))" }
    }
    let head = ["| kernel | verdict | largest error | contract |", "|---|---|---|---|"]
    return (head + rows + (broken.isEmpty ? [] : [""] + broken)).joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}
