import ArgumentParser
import Reporting
import Scoring

/// What is printed to be pasted, in place of a score.
struct PasteOptions: ParsableArguments {
  @Flag(
    help:
      "Print what goes into a bug report, in Markdown, in place of the score: what is wrong, the worst inputs, versions, programs that show it, the command."
  )
  var issue = false
  @Option(
    help:
      "Print, in place of the score, a program that shows what is wrong, with status 1 while it is: c (C++ of an expression), python (with numpy), or torch, which calls torch's own function.",
    completion: .list(["c", "python", "torch"]))
  var snippet: String?

  var replacesText: Bool { issue || snippet != nil }

  /// Known before anything is run.
  /// - Throws: `Failure`.
  func check(_ json: String?, flush: String = "none", isQuantised: Bool = false) throws {
    if let snippet, SnippetLanguage(rawValue: snippet) == nil {
      throw Failure("--snippet takes c, python or torch, not '\(snippet)'")
    }
    guard replacesText else { return }
    guard !(issue && snippet != nil) else {
      throw Failure("give --issue or --snippet, not both; an issue has the programs in it")
    }
    guard json != "-" else {
      throw Failure("--issue and --snippet go to standard output; give --json a file")
    }
    guard !isQuantised else {
      throw Failure(
        "--issue and --snippet take no quantised format: codes have no report of it yet")
    }
    guard flush != "all" else {
      throw Failure("--issue and --snippet go with one flush model, not with all")
    }
  }

  /// Prints it.
  /// - Throws: `NoSnippet`, where the language cannot call the kernel; `OracleError`.
  func say(_ score: Score, _ call: KernelCall, _ command: String) throws {
    if let language = snippet.flatMap(SnippetLanguage.init(rawValue:)) {
      return print(String(try Snippet(call, score).text(in: language).dropLast()))
    }
    let record = Environment.record
    let names = ["processor", "system", "libm", "mpfr", "date"]
    let environment =
      [("gelu-accuracy", "build \(programBuild.prefix(12))")]
      + names.compactMap { name in record[name].map { (name, $0) } }
    print(try Issue(score, call, command: command, environment: environment).markdown())
  }
}
