import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compare two kernels, files of outputs, scores or contracts: A, and what is to take its place, B.",
    discussion: """
      A and B are each one word: a built-in kernel's name; ./libk.so:FUNCTION; 'command:python3 serve.py'; truth, the \
      correctly rounded results; a file of outputs, or FILE:TENSOR; a score or contract in JSON. With --library a \
      plain word is a function in it, with --command one of the kernels that the command lists. Outputs in a file \
      without inputs need --inputs-file; a kernel is then called on those inputs. The exit status is 1 where B \
      breaks --require.
      """)

  @Argument(
    help: ArgumentHelp("The kernel as it was: \(ComparedSource.help)."), completion: .kernels)
  var a: String
  @Argument(help: "What is held to it, said in the same ways.", completion: .kernels) var b: String
  @Option(help: "A shared library that plain words are functions of.", completion: .file())
  var library: String?
  @OptionGroup var signature: SignatureOptions
  @Flag(help: "A library's functions take one value.") var scalar = false
  @Flag(help: "Functions and commands take dy and x, and are called with dy = 1.")
  var backward = false
  @Option(help: "Align every pointer given to a library's function to N bytes.")
  var alignment = 1
  @Option(help: "A command that plain words are kernels of, run by sh.") var command: String?
  @Option(help: "The outputs' format. Default: what a file says.", completion: .formats) var format:
    String?
  @Option(
    help: "The format that the kernels read, where they write another: --format.",
    completion: .formats)
  var inputFormat: String?
  @Option(
    help: "The function whose exact values decide. Default: A's own, B's own, or else gelu.",
    completion: .functions)
  var function: String?
  @OptionGroup var order: DerivativeOption
  @Option(
    help:
      "exhaustive or all, or sample:N[:SEED]. Default: all inputs up to 16 bits, else a sample; of files those in them."
  )
  var inputs: String?
  @Option(parsing: .unconditional, help: "Only inputs in LO:HI.") var region: String?
  @Option(help: "The inputs of outputs in a file that has none.", completion: .file())
  var inputsFile: String?
  @Option(help: "The inputs' tensor or column in a file of several. Default: x.")
  var xTensor: String?
  @Option(
    help: "none, ftz or daz+ftz: which zeros the scores of both accept.",
    completion: .list(["none", "ftz", "daz+ftz"])) var flush = "none"
  @OptionGroup var time: TimeOptions
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @Option(
    help:
      "Exit 1 unless B is no-worse (the default: no larger maximum and no more wrong results of any class), no-input-worse (nowhere is A nearer to the exact value), or the same to the bit; or none.",
    completion: .list(ComparisonRule.allCases.map(\.rawValue)))
  var require = "no-worse"
  @Option(
    help: "Write Markdown to a file, for $GITHUB_STEP_SUMMARY as an example.", completion: .file())
  var markdown: String?
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    let holds = try reportingErrors {
      Interrupt.explain(
        "gelu-accuracy: stopped; nothing is kept, and the kernels' processes are ended\n")
      guard let rule = ComparisonRule(rawValue: require) else {
        let rules = ComparisonRule.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure("--require takes one of \(rules), not '\(require)'")
      }
      let (first, second) = try sources()
      try checkOptions(first, second)
      let comparison =
        first.isSaved
        ? try compareSaved(first.name, second.name) : try compareKernels(first, second)
      return try say(comparison, rule)
    }
    if !holds { throw ExitCode(1) }
  }

  func sources() throws -> (ComparedSource, ComparedSource) {
    guard library == nil || command == nil else {
      throw Failure("--library and --command both say what a plain word is; give one of them")
    }
    func source(_ word: String) throws -> ComparedSource {
      try ComparedSource(word, library: library, command: command)
    }
    let (first, second) = (try source(a), try source(b))
    guard first.isSaved == second.isSaved else {
      let saved = first.isSaved ? first : second
      throw Failure(
        "\(saved.name) is a score or a contract, and is compared with another one; 'measure --json' and "
          + "'validate --json' write scores")
    }
    return (first, second)
  }

  /// What one of the sources needs, or none of them takes.
  private func checkOptions(_ first: ComparedSource, _ second: ComparedSource) throws {
    let all = [first, second]
    guard (1...4096).contains(alignment), alignment.nonzeroBitCount == 1 else {
      throw Failure("--alignment takes a power of two from 1 to 4096, not \(alignment)")
    }
    guard !(scalar && backward) else { throw Failure("give --scalar or --backward, not both") }
    let hasLibrary = all.contains(where: \.isLibrary)
    try signature.check(for: form, hasLibrary)
    guard hasLibrary || !scalar && alignment == 1 else {
      throw Failure("--scalar and --alignment go with functions of a library")
    }
    guard !backward || order.derivative ?? 1 == 1 else {
      throw Failure("--backward is a first derivative; it takes no --derivative")
    }
    guard !Parse.isQuantised(format, inputFormat) else {
      throw Failure("kernels of codes are not compared; 'validate' and 'score' take them")
    }
    let hasOutputs = all.contains(where: \.isOutputs)
    guard hasOutputs || inputsFile == nil && xTensor == nil else {
      throw Failure("--inputs-file and --x-tensor go with outputs in a file")
    }
    guard !hasOutputs || inputs == nil && region == nil else {
      throw Failure("--inputs and --region go with kernels; of files the inputs are those in them")
    }
    _ = (try time.limits, try Parse.threads(threads), try Parse.flush(flush))
  }

  var form: LibraryForm { scalar ? .scalar : backward ? .backward : .batch }

  /// Prints, and says whether B keeps the rule.
  private func say(_ comparison: Comparison, _ rule: ComparisonRule) throws -> Bool {
    let breaches = try comparison.breaches(of: rule)
    let verdict = Self.verdict(breaches, rule)
    if let json { try Output(path: json).write(JSONEncoder.suite.encode(comparison)) }
    if let markdown {
      try Output(path: markdown).write(Data(comparison.markdown(verdict: verdict).utf8))
    }
    if json != "-", markdown != "-" { print(comparison.description) }
    Gate.say([verdict], markdown == "-" ? "-" : json)
    return breaches.isEmpty
  }

  private static func verdict(_ breaches: [String], _ rule: ComparisonRule) -> String {
    let kept =
      switch rule {
      case .noWorse: "B is not worse than A: no larger maximum, and no class with more inputs"
      case .noInputWorse: "A is nearer to the exact value nowhere"
      case .same: "A and B are the same"
      case .none: "compared"
      }
    guard !breaches.isEmpty else { return "HOLDS  \(kept)" }
    let more = breaches.count > 4 ? "; \(breaches.count - 4) more" : ""
    let what = rule == .same ? "B is not the same as A" : "B is worse than A"
    return "BROKEN \(what): \(breaches.prefix(4).joined(separator: "; "))\(more)"
  }
}

extension CompareCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json), ("markdown", markdown)] }
  var reads: [String] {
    let words = [a, b].compactMap {
      try? ComparedSource($0, library: library, command: command)
    }
    return words.flatMap(\.files) + [library, inputsFile].compactMap(\.self)
  }
}
