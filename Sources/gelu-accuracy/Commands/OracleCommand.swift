import ArgumentParser
import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Scoring

struct OracleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oracle",
    abstract: "Print exact values, and their correct rounding in every format.",
    discussion: """
      X is a decimal (taken as the exact rational it denotes), a hex float (-0x1.8p+1), inf, nan, \
      or the bits of a format: 0xc0400000 is float32 by its 8 digits, 16 digits are float64, and 4 or 2 \
      digits need their format (float16:0xc10a, float8_e5m2:0x3c, or --format). Every digit printed is \
      certified. An argument without an answer is named on standard error, with exit status 2, and \
      costs the others nothing.
      """)

  static let optionsWithValue: Set<String> = [
    "--function", "--digits", "--format", "--json", "--scale", "--cubic", "--slope",
  ]

  @Argument(help: ArgumentHelp("The arguments.", valueName: "x")) var inputs: [String]
  @Option(
    help: "One function. Default: gelu, gelu-tanh, gelu-sigmoid, silu, relu and leaky-relu.",
    completion: .functions)
  var function: String?
  @OptionGroup var constants: ConstantOptions
  @OptionGroup var order: DerivativeOption
  @Option(help: "Significant digits, 1 to 2000.") var digits = 50
  @Option(help: "One format. Default: the four of 16 to 64 bits.", completion: .formats) var format:
    String?
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      guard (1...2000).contains(digits) else {
        throw Failure("--digits takes 1 to 2000, not \(digits)")
      }
      guard function != nil || constants.isEmpty else {
        throw Failure("say with --function which function the constants are for")
      }
      let functions =
        try function.map { [try constants.applied(to: Parse.function($0))] }
        ?? Function.tabulated
      let only = try format.map(Parse.format)
      let formats = only.map { [$0] } ?? FormatName.reported
      let points = try inputs.map { try ExactInput($0, format: only) }
      let questions = points.flatMap { x in functions.map { (x, $0) } }
      var answers: [Answer] = []
      var unanswered: [String] = []
      for (x, f) in questions {
        do { answers.append(try Answer(x, f, order.order(of: f) ?? 0, digits, formats)) } catch {
          unanswered.append("\(error)")
        }
      }
      if let json {
        try Output(path: json).write(try JSONEncoder.suite.encode(answers))
      } else if !answers.isEmpty {
        print(Answer.text(answers))
      }
      guard let last = unanswered.popLast() else { return }
      unanswered.forEach(complain)
      throw Failure(last)
    }
  }
}

/// One function at one argument.
private struct Answer: Encodable {
  struct Result: Encodable {
    var value: String
    var hex: String
    var bits: String
    /// The argument in this format as a hex float, where it is not the one asked for.
    var inputRoundedTo: String?
  }

  var input: String
  /// What bits were taken for, as in `float32 bits of -3.0`; nil for a number.
  var inputReading: String?
  var function: String
  var derivative: Int
  var digits: Int
  var value: String
  var results: [String: Result]

  init(
    _ x: ExactInput, _ f: Function, _ derivative: Int, _ digits: Int, _ formats: [FormatName]
  ) throws {
    let oracle = Oracle(f, derivative: derivative)
    input = x.text
    inputReading = x.reading
    function = f.name
    self.derivative = derivative
    self.digits = digits
    value = try oracle.decimal(at: x, digits: digits)
    results = try Dictionary(
      uniqueKeysWithValues: formats.map { format in
        let nearest = x.nearest(in: format)
        let y = try oracle.rounded(at: nearest, to: format)
        let shown = format.shown(y)
        return (
          format.rawValue,
          Result(
            value: shown.decimal, hex: shown.hex, bits: shown.bits,
            inputRoundedTo: x.isExact(in: format) ? nil : format.shown(nearest).hex)
        )
      })
  }

  /// All of them, with a line before those of an argument in bits on what it was taken for.
  static func text(_ answers: [Answer]) -> String {
    answers.indices.flatMap { i in
      let (answer, isFirst) = (answers[i], i == 0 || answers[i - 1].input != answers[i].input)
      let taken = isFirst ? answer.inputReading.map { "\(answer.input) = \($0)" } : nil
      return [taken, answer.text].compactMap(\.self)
    }.joined(separator: "\n")
  }

  private var text: String {
    let name = function + String(repeating: "′", count: derivative)
    let width = max(9, results.keys.map(\.count).max() ?? 0)
    let lines = FormatName.allCases.compactMap { format -> String? in
      guard let r = results[format.rawValue] else { return nil }
      let note = r.inputRoundedTo.map { "  at \($0), the nearest x there" } ?? ""
      let columns = [pad(format.rawValue, width), pad(r.value, 23), pad(r.hex, 24), r.bits]
      return "  " + columns.joined(separator: " ") + note
    }
    return "\(name)(\(input)) = \(value)\n" + lines.joined(separator: "\n")
  }
}

extension OracleCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
