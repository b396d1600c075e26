import ArgumentParser
import Comparing
import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Oracle
import Scoring

struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Answer little-endian values on standard input with a built-in kernel's results.",
    discussion: """
      Each value of --input-format is answered with one of --format on standard output, and nothing else is \
      written there, so that results can be compared bit by bit with those of your own kernel. Under \
      'validate --command' it speaks the second version of the protocol, with all kernels that are named. The \
      kernel 'truth' gives the correctly rounded results of --function.
      """)

  @Argument(
    help: "A kernel by name; see 'gelu-accuracy list'; or truth. Several under validate alone.",
    completion: .kernels)
  var kernels: [String]
  @Option(help: Parse.formatHelp, completion: .formats)
  var format: String?
  @Option(help: "The format of the inputs, where it differs.", completion: .formats)
  var inputFormat: String?

  @Option(
    help: "The function whose correctly rounded results are wanted. Default: gelu.",
    completion: .functions)
  var function: String?
  @OptionGroup var order: DerivativeOption

  func run() throws {
    try reportingErrors {
      guard kernels == ["truth"] || function == nil && order.derivative == nil else {
        throw Failure("--function and --derivative go with truth; a built-in kernel has its own")
      }
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
    let all = try kernels.map { name -> any MixedKernel<X, Y> in
      guard name == "truth" else {
        return try Catalogue.kernel(named: name, from: X.self, to: Y.self)
      }
      let function = try function.map(Parse.function) ?? .gelu
      return try RoundedTruth<X, Y>(
        Oracle(function, derivative: try order.order(of: function) ?? 0))
    }
    let filter = Filter(kernels: all)
    if isAsked { return try filter.serve() }
    guard all.count == 1 else {
      throw Failure("a filter has one kernel, not \(all.count): \(kernels.joined(separator: ", "))")
    }
    try filter.run()
  }
}
