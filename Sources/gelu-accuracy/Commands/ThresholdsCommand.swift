import Analysis
import ArgumentParser
import FloatingPointFormats
import Foundation
import Functions
import Oracle

struct ThresholdsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thresholds",
    abstract: "Print where results round to x or 1, are subnormal, or round to zero.",
    discussion: """
      Exact, and proven for every finite input of the format by interval evaluation. With --output \
      everything is written to DIR/thresholds.json, turning points included, and what results must be \
      at zeros, infinities, NaN and the ends of the ranges to DIR/specials.json.
      """)

  @Option(help: "One function. Default: those that have committed tables.", completion: .functions)
  var function: String?
  @OptionGroup var constants: ConstantOptions
  @OptionGroup var order: DerivativeOption
  @Option(help: "One format. Default: the four of 16 to 64 bits.", completion: .formats) var format:
    String?
  @Option(help: "Write thresholds.json and specials.json to this folder.", completion: .directory)
  var output: String?
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      guard function != nil || constants.isEmpty && order.derivative == nil else {
        throw Failure("say with --function which function the constants or the derivative are of")
      }
      if let output { try Folder.make(output) }
      let functions =
        try function.map { [try constants.applied(to: Parse.function($0))] }
        ?? Function.tabulated
      let formats = try format.map { [try Parse.format($0)] } ?? FormatName.reported
      let orders = try functions.first.flatMap(order.order).map { [$0] } ?? [0, 1]
      guard output == nil || orders.count > 1 else {
        throw Failure("--output takes values and first derivatives together, without --derivative")
      }
      let table = try ThresholdTable(of: functions, orders, in: formats)
      let data = try table.encoded()
      if let output {
        try Output(path: "\(output)/thresholds.json").write(data.dropLast())
        let specials = try SpecialTable(of: functions, in: formats).encoded()
        try Output(path: "\(output)/specials.json").write(specials.dropLast())
      } else if let json {
        try Output(path: json).write(data.dropLast())
      } else {
        print(table.text)
      }
    }
  }
}

extension Thresholds {
  /// What results on the right round to in the end: `x`, `1`.
  fileprivate var limitName: String {
    let line = target.function.definition.right.line(target.derivative)
    return line.slope == 0 ? "\(line.constant.numerator)" : "x"
  }
}

extension ThresholdTable {
  /// For a terminal.
  fileprivate var text: String {
    let rows = thresholds.map { t -> String in
      func shown(_ label: String, _ v: FormatValue?) -> String {
        "  \(pad(label, 34)) " + (v.map { "\(pad($0.value, 24)) \($0.bits)" } ?? "never")
      }
      return """
        \(t.target.symbol) in \(t.signature)
        \(shown("rounds to \(t.limitName) from", t.limitFrom))
        \(shown("rounds to zero through", t.zeroThrough))
        \(shown("  with subnormals flushed", t.zeroThroughFtz))
        \(shown("exact result is subnormal through", t.subnormalThrough))
        """
    }
    let turns = landmarks.map { l in
      func digits(_ x: RealEnclosure) -> String { x.rounded(digits: 30) ?? x.lo }
      // An odd derivative is zero at zero itself.
      let isAtZero =
        l.location.lo.hasPrefix("-") && !l.location.hi.hasPrefix("-")
        && l.target.function.definition.atZero[l.target.derivative + 1] == 0
      let place = isAtZero ? "0" : digits(l.location)
      return "\(l.target.symbol) has a \(l.kind.rawValue) of \(digits(l.value)) at \(place)"
    }
    return (rows + turns).joined(separator: "\n")
  }
}

extension ThresholdsCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
