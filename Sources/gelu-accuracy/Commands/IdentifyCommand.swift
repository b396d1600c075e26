import ArgumentParser
import FloatingPointFormats
import Foundation
import Functions
import GELUAccuracy
import Identification
import Kernels
import Scoring

struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Which formula a kernel's outputs come from.",
    discussion: """
      Outputs are compared, to the bit, with those of every built-in kernel: on every input of a format of \
      8 or 16 bits, in wider ones on inputs that tell the built-in kernels apart. Where none agrees, the nearest are named, \
      with the function that outputs come nearest to and its constants as they fit. The kernel is a library's, \
      a command, an expression, or outputs in files, as 'validate' and 'score' take them.
      """)

  @OptionGroup var kernel: KernelOptions
  @OptionGroup var order: DerivativeOption
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      Interrupt.explain("gelu-accuracy: stopped; nothing is kept\n")
      try kernel.check()
      guard order.derivative == nil || kernel.inputs != nil || kernel.call.command != nil else {
        throw Failure(
          "--derivative goes with --inputs or --command; other outputs are compared with all kernels"
        )
      }
      let found = try identification()
      if let json { try Output(path: json).write(JSONEncoder.suite.encode(found)) }
      if json != "-" { print(found.description) }
    }
  }

  private func identification() throws -> Identification {
    try kernel.observed(order.order(of: nil), of: .gelu).identity
  }
}

extension IdentifyCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { kernel.reads }
}
