import ArgumentParser
import FloatingPointFormats
import Foundation
import Kernels
import Scoring

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the built-in kernels, or explain one.")

  @Argument(help: "A kernel to explain: formula, constants, where used, known defects.")
  var kernel: String?
  @Option(help: "Only one format.") var format: String?
  @Option(help: "Write JSON to a file, or to standard output with -.") var json: String?

  func run() throws {
    try reportingErrors {
      let formats = try format.map { [try Parse.format($0)] } ?? FormatName.reported
      var entries = Entry.all(formats)
      if let kernel {
        guard let entry = entries.first(where: { $0.kernel.name == kernel }) else {
          let names = entries.map(\.kernel.name)
          throw Failure("\(UnknownKernel(name: kernel, format: formats[0], known: names))")
        }
        entries = [entry]
      }
      if let json {
        try Output(path: json).write(try JSONEncoder.suite.encode(entries))
      } else if kernel != nil {
        print(entries[0].explanation)
      } else {
        print(entries.map(\.line).joined(separator: "\n"))
      }
    }
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
