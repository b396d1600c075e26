import Analysis
import ArgumentParser
import FloatingPointFormats
import Foundation
import GELUAccuracy
import Scoring

struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Where a built-in kernel's error comes from: its formula, its evaluation, rounding.",
    discussion: """
      The formula is evaluated in exact arithmetic on evenly spaced inputs of each region and on the \
      worst ones. Largest known errors, in ULP of the exact result.
      """)

  @Argument(help: "A kernel by name; see 'gelu-accuracy list'.", completion: .kernels) var kernel:
    String
  @Option(help: Parse.formatHelp, completion: .formats) var format: String
  @Option(help: "Against this function. Default: the kernel's own.", completion: .functions)
  var function: String?
  @Option(help: "Inputs a region.") var samples = 256
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      guard (2...1_000_000).contains(samples) else {
        throw Failure("--samples takes 2 to 1000000, not \(samples)")
      }
      let format = try Parse.format(format)
      let inputs = InputSet.usual(for: format, strata: 20_000)
      let score = try Measuring.score(
        kernel, Signature(format), against: function.map(Parse.function),
        ScoringOptions(inputs: inputs))
      guard let split = try ErrorSplit.of(score, samples: samples) else {
        throw Failure("\(kernel) is not one formula: its error has no parts")
      }
      if let json { try Output(path: json).write(JSONEncoder.suite.encode(split)) }
      guard json != "-" else { return }
      print(split.text)
    }
  }
}

extension ErrorSplit {
  /// A row for each region, in ulp of the exact result and, in brackets, as plain numbers.
  fileprivate var text: String {
    func shown(_ ulp: Double?, _ absolute: Double) -> String {
      ulp.map { String(format: "%.4g (%.2g)", $0, absolute) } ?? "-"
    }
    let width = signature.input.hexDigits + 5
    var lines = [
      "\(kernel) \(signature) against \(target.function.name), largest known by region, in ulp (absolute)",
      "  " + pad("region", 18) + pad("method", 24) + pad("at", width) + pad("evaluation", 24)
        + pad("at", width) + "rounding",
    ]
    lines += regions.map { r in
      "  " + pad(r.region, 18) + pad(shown(r.method?.method, r.absoluteMethod), 24)
        + pad(r.method?.input ?? "", width)
        + pad(shown(r.evaluation?.evaluation, r.absoluteEvaluation), 24)
        + pad(r.evaluation?.input ?? "", width)
        + shown(r.rounding?.rounding, r.absoluteRounding)
    }
    return lines.joined(separator: "\n")
  }
}

extension SplitCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
