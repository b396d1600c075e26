import ArgumentParser
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the built-in kernels, search them, or explain one.",
    discussion: """
      'list erf' explains the kernel erf. Any other words are searched for in names, formulas and in who \
      uses them: 'list pytorch tanh' lists the kernels that have both.
      """)

  @Argument(
    help: "A kernel to explain: formula, constants, where used, known defects. Or words.",
    completion: .kernels)
  var words: [String] = []
  @Option(help: "Only one format.", completion: .formats) var format: String?
  @Option(help: "Only kernels that compute or approximate this function.", completion: .functions)
  var function: String?
  @Option(help: "Only kernels in use there: pytorch, jax, onednn.") var usedBy: String?
  @OptionGroup var order: DerivativeOption
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      let formats = try format.map { [try Parse.format($0)] } ?? FormatName.reported
      let function = try function.map(Parse.function)
      let derivative = try order.order(of: function)
      let all = Entry.all(formats)
      var entries = all.filter {
        $0.computes(function, derivative) && (usedBy.map($0.isUsed) ?? true)
      }
      let exact = words.count == 1 ? entries.first { $0.kernel.name == words[0] } : nil
      entries = exact.map { [$0] } ?? entries.filter { words.allSatisfy($0.mentions) }
      guard !entries.isEmpty else { throw nothing(among: all.map(\.kernel.name), formats[0]) }
      if let json {
        try Output(path: json).write(try JSONEncoder.suite.encode(entries))
      } else if let exact {
        print(exact.explanation)
      } else {
        print(entries.map(\.line).joined(separator: "\n"))
      }
    }
  }

  private func nothing(among names: [String], _ format: FormatName) -> Failure {
    guard words.count == 1, function == nil, usedBy == nil, order.derivative == nil else {
      return Failure("no kernel has all of this; 'gelu-accuracy list' shows all that there are")
    }
    return Failure("\(UnknownKernel(name: words[0], format: format, known: names))")
  }
}

/// A kernel with the formats that have it.
private struct Entry: Encodable {
  var kernel: KernelDescription
  var formats: [FormatName]

  static func all(_ formats: [FormatName]) -> [Entry] {
    var entries: [Entry] = []
    for format in formats {
      for kernel in Catalogue.descriptions(for: format) {
        if let i = entries.firstIndex(where: { $0.kernel.name == kernel.name }) {
          entries[i].formats.append(format)
        } else {
          entries.append(Entry(kernel: kernel, formats: [format]))
        }
      }
    }
    return entries
  }

  /// - Parameters:
  ///   - function: with whatever constants, where it is named without.
  ///   - derivative: any where it is nil.
  func computes(_ function: Function?, _ derivative: Int?) -> Bool {
    let (target, name) = (kernel.target, kernel.target.function.name)
    let isFunction = function.map { name == $0.name || name.hasPrefix($0.name + "(") } ?? true
    return isFunction && (derivative ?? target.derivative) == target.derivative
  }

  func isUsed(by project: String) -> Bool { contains(kernel.usedBy, project) }

  func mentions(_ word: String) -> Bool {
    [kernel.name, kernel.formula, kernel.usedBy].contains { contains($0, word) }
  }

  private func contains(_ text: String, _ word: String) -> Bool {
    text.range(of: word, options: .caseInsensitive) != nil
  }

  var line: String {
    "\(pad(kernel.name, 24)) \(pad(kernel.target.symbol, 14)) \(kernel.formula)"
  }

  var explanation: String {
    """
    \(kernel.name)
      function   \(kernel.target.symbol)
      formula    \(kernel.formula)
      evaluation \(kernel.arithmetic)
      formats    \(formats.map(\.rawValue).joined(separator: ", "))
      used by    \(kernel.usedBy)
      libm       \(kernel.usesLibm ? "the platform's" : "not used")
      defects    \(kernel.defects.isEmpty ? "none known" : kernel.defects.joined(separator: "\n             "))
    """
  }
}

extension ListCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
