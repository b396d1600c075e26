import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Kernels
import Scoring

struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Why a kernel's results are wrong, where, and what mends them.",
    discussion: """
      Every result that is more than four ulp off, or no number, is explained by a named cause as far as one is found, with \
      its inputs, what shows it, and a formula in C whose errors were measured on the same inputs. The kernel \
      is given as to 'identify'. The exit status is 1 where a cause was found.
      """)

  @OptionGroup var kernel: KernelOptions
  @Option(
    help:
      "The function that results are held to. Default: a built-in kernel's own, what a sidecar says, or gelu.",
    completion: .functions)
  var function: String?
  @OptionGroup var order: DerivativeOption
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    let isClean = try reportingErrors {
      Interrupt.explain("gelu-accuracy: stopped; nothing is kept\n")
      try kernel.check()
      let target = try target()
      let threads = try Parse.threads(kernel.threads)
      let (outputs, identity) = try kernel.observed(target.derivative, of: target.function)
      let found = try Diagnoser(target, threads: threads).diagnose(outputs, identity)
      if let json { try Output(path: json).write(JSONEncoder.suite.encode(found)) }
      if json != "-" { print(found.description) }
      return found.causes.isEmpty
    }
    if !isClean { throw ExitCode(1) }
  }

  /// What results are held to.
  private func target() throws -> Target {
    let own = try kernel.kernel.flatMap { name in
      try kernel.formats().flatMap { Measuring.description(name, $0)?.target }
    }
    let recorded = try kernel.inputs.flatMap { try Sidecar.read(beside: $0) }?.target
    let known = own ?? recorded
    let function = try function.map(Parse.function) ?? known?.function ?? .gelu
    let said = try order.order(of: function)
    return Target(function, derivative: said ?? known?.derivative ?? (kernel.backward ? 1 : 0))
  }
}

extension DiagnoseCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { kernel.reads }
}
