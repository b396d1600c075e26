import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Scoring

struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Answer little-endian values on standard input with a built-in kernel's results.",
    discussion: """
      Each value of --input-format is answered with one of --format on standard output, and nothing else is \
      written there, so that results can be compared bit by bit with those of your own kernel. Under \
      'validate --command' it speaks the second version of the protocol, with all kernels that are named.
      """)

  @Argument(
    help: "A kernel by name; see 'gelu-accuracy list'. Several under validate alone.",
    completion: .kernels)
  var kernels: [String]
  @Option(help: Parse.formatHelp, completion: .formats)
  var format: String?
  @Option(help: "The format of the inputs, where it differs.", completion: .formats)
  var inputFormat: String?

  func run() throws {
    try reportingErrors {
      let environment = ProcessInfo.processInfo.environment
      let isAsked = environment["GELU_ACCURACY_PROTOCOL"] == "2"
      guard let format = format ?? environment["GELU_ACCURACY_FORMAT"] else {
        throw Failure("say the format: --format float16, bfloat16, float32 or float64")
      }
      let signature = try Parse.signature(
        format, input: inputFormat ?? environment["GELU_ACCURACY_INPUT_FORMAT"])
      try run(isAsked, signature.input.type, signature.output.type)
    }
  }

  private func run<X: BinaryFormat, Y: BinaryFormat>(
    _ isAsked: Bool, _: X.Type, _: Y.Type
  ) throws {
    let all = try kernels.map { try Catalogue.kernel(named: $0, from: X.self, to: Y.self) }
    let filter = Filter(kernels: all)
    if isAsked { return try filter.serve() }
    guard all.count == 1 else {
      throw Failure("a filter has one kernel, not \(all.count): \(kernels.joined(separator: ", "))")
    }
    try filter.run()
  }
}
