import ArgumentParser
import Contracts
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Identification
import Kernels
import Scoring

/// Which kernel is asked about: a built-in one, one of the user's, or outputs in files.
struct KernelOptions: ParsableArguments {
  @Argument(help: "A built-in kernel by name; see 'gelu-accuracy list'.", completion: .kernels)
  var kernel: String?
  @OptionGroup var call: CallOptions
  @OptionGroup var expression: ExpressionOptions
  @Flag(help: "The function takes one value.") var scalar = false
  @Flag(help: "The function takes dy and x, and is called with dy = 1.") var backward = false
  @Option(
    help: "The inputs, or a file with inputs and outputs, as 'score' reads them.",
    completion: .file())
  var inputs: String?
  @Option(help: "The outputs, one for each input. Default: the inputs' file.", completion: .file())
  var outputs: String?
  @Option(help: "The inputs' tensor or column in a file of several. Default: x.")
  var xTensor: String?
  @Option(help: "The outputs' tensor or column in a file of several. Default: y.")
  var yTensor: String?
  @Option(help: Parse.formatHelp, completion: .formats) var format: String?
  @Option(
    help: "The format that the kernel reads, where it writes another: --format.",
    completion: .formats)
  var inputFormat: String?
  @OptionGroup var time: TimeOptions
  @Option(help: "Threads. Default: all processors.") var threads: Int?

  var reads: [String] { [call.library, expression.source, inputs, outputs].compactMap(\.self) }

  /// The formats; of files nil where they say them.
  func formats() throws -> Signature? {
    guard let format else {
      guard inputFormat == nil else { throw Failure("--input-format goes with --format") }
      guard inputs != nil else { throw Failure("say which format: --format float32") }
      return nil
    }
    return try Parse.signature(format, input: inputFormat)
  }

  /// That one kernel is named, in one way.
  func check() throws {
    let ways = [kernel, call.library, call.command, inputs, expression.expression].count {
      $0 != nil
    }
    guard ways == 1 else {
      throw Failure(
        "say which kernel: a built-in one by its name, --library FILE --symbol NAME, --command \"…\", "
          + "--expression \"…\", or files with --inputs")
    }
    guard inputs != nil || outputs == nil && xTensor == nil && yTensor == nil else {
      throw Failure("--outputs, --x-tensor and --y-tensor go with --inputs")
    }
    guard call.library != nil || call.symbol == nil && !scalar && !backward && call.alignment == nil
    else {
      throw Failure("--symbol, --scalar, --backward and --alignment go with --library")
    }
    guard call.library == nil || call.symbol != nil else {
      throw Failure("--library takes a --symbol: the function's name in it")
    }
    guard expression.expression != nil || expression.source == nil && expression.cxxflags == nil
    else { throw Failure("--source and --cxxflags go with --expression") }
    guard !(scalar && backward) else { throw Failure("give --scalar or --backward, not both") }
    guard call.command != nil || call.served == nil else {
      throw Failure("--kernel goes with --command")
    }
    try call.signature.check(
      for: scalar ? .scalar : backward ? .backward : .batch, call.library != nil)
    _ = try (time.limits, Parse.threads(threads))
  }

  /// What the files hold.
  func observations(derivative: Int) throws -> Observations {
    guard let inputs else { throw Failure("no files") }
    for path in [inputs, outputs].compactMap(\.self)
    where !FileManager.default.fileExists(atPath: path) {
      throw FileError(path, "no such file")
    }
    if let sidecar = try Sidecar.read(beside: inputs) {
      guard xTensor == nil else {
        throw Failure(
          "\(inputs) has a sidecar, which says what its inputs are; leave --x-tensor out")
      }
      guard let outputs else {
        throw Failure("say where the outputs for \(inputs) are: --outputs FILE")
      }
      if let said = try formats(), said != sidecar.signature {
        throw Failure(
          "the sidecar \(inputs).json says \(sidecar.signature), not \(said); leave --format out")
      }
      return try FileRun(inputs: inputs, outputs: outputs, tensor: yTensor).observations()
    }
    var run = DataRun(inputs: inputs, outputs: outputs)
    (run.inputTensor, run.outputTensor, run.derivative) = (xTensor, yTensor, derivative)
    run.outputFormat = try format.map(Parse.format)
    run.inputFormat = try inputFormat.map(Parse.format)
    return try run.observations()
  }

  /// The outputs, and what they are.
  /// - Parameters:
  ///   - derivative: what was said of it; nil for a value, or with --backward the first.
  ///   - function: what a command is told that is asked for.
  func observed(
    _ derivative: Int?, of function: Function
  ) throws -> (outputs: Observations, identity: Identification) {
    let threads = try Parse.threads(threads)
    let derivative = derivative ?? (backward ? 1 : 0)
    let formats = try formats()
    guard inputs == nil, let formats else {
      let observed = try observations(derivative: derivative)
      return (
        observed, try Identifier(observed.signature, threads: threads).identify(observed)
      )
    }
    let identifier = Identifier(formats, threads: threads)
    func called<X: BinaryFormat, Y: BinaryFormat>(
      _: X.Type, _: Y.Type
    ) throws -> (Observations, Identification) {
      try withKernel(X.self, Y.self, Target(function, derivative: derivative)) { kernel in
        func found(_ kernel: some MixedKernel<X, Y>) throws -> (Observations, Identification) {
          try identifier.observed(kernel, singles: call.command == nil ? 512 : 64)
        }
        return try found(kernel)
      }
    }
    return try called(formats.input.type, formats.output.type)
  }

  /// Calls `body` with the kernel, and ends its processes.
  func withKernel<X: BinaryFormat, Y: BinaryFormat, R>(
    _: X.Type, _: Y.Type, _ target: Target, _ body: (any MixedKernel<X, Y>) throws -> R
  ) throws -> R {
    if let kernel {
      return try body(Catalogue.kernel(named: kernel, from: X.self, to: Y.self))
    }
    let stored = StoredSignature(Signature(input: X.name, output: Y.name))
    let isAlone = call.library == nil && call.command == nil
    let compiled = try expression.compiled(stored, isAlone: isAlone)
    defer { compiled?.remove() }
    var source = call.source(form: scalar ? "scalar" : backward ? "backward" : nil)
    if let compiled {
      (source.library, source.symbol) = (compiled.library, CompiledExpression.symbol)
    }
    let place = KernelPlace(
      source: source,
      folder: URL(fileURLWithPath: FileManager.default.currentDirectoryPath),
      worker: .thisProgram(subcommand: "worker"), limits: try time.limits)
    let signature = Signature(input: X.name, output: Y.name)
    guard let one = try place.served(signature, target) else {
      return try body(place.kernel(X.self, Y.self, target))
    }
    let result = try body(one.kernel(X.self, Y.self, target, try time.limits))
    // What a process says at its end counts.
    try one.finish()
    return result
  }
}
