import ArgumentParser
import FloatingPointFormats
import Foundation
import GELUAccuracy
import Kernels

/// For those who add a formula: a source file of this package, as `make variants` writes it.
struct VariantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "variants",
    abstract: "Measure which variants of a formula change no bit, as a Swift file.",
    shouldDisplay: false)

  @Option(name: .shortAndLong, help: "The file. Default: standard output.", completion: .file())
  var output = "-"

  func run() throws {
    try reportingErrors {
      try Output(path: output).probe()
      let formats = try FormatName.reported.map { ($0, try Variant.measuredIdle(in: $0)) }
      let entries = formats.map { format, variants in
        // As swift-format has it: a comma after the last of several.
        "    .\(format): [\n" + variants.map(entry).joined(separator: ",\n")
          + (variants.count > 1 ? ",\n" : "\n") + "    ],\n"
      }
      let text = """
        import FloatingPointFormats

        // Written by `make variants`; .ci/run looks whether it would be written so again.
        extension Variant {
          /// The formulas that give the same bits under a variant as under an earlier one.
          static let idle: [FormatName: [Variant: Set<String>]] = [
        \(entries.joined())  ]
        }
        """
      try Output(path: output).write(Data(text.utf8))
    }
  }

  private func entry(_ variant: Variant, _ formulas: [String]) -> String {
    var lines = [""]
    for name in formulas {
      if lines[lines.count - 1].count + name.count > 80 { lines.append("") }
      lines[lines.count - 1] += lines[lines.count - 1].isEmpty ? name : " " + name
    }
    let text = lines.map { "        \($0)\n" }.joined()
    return "      .\(variant): names(\n        \"\"\"\n\(text)        \"\"\")"
  }
}
