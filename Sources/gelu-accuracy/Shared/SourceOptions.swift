import ArgumentParser
import Contracts
import ForeignKernels
import Foundation
import GELUAccuracy

/// Where a kernel of the user's own is found.
struct SourceOptions: ParsableArguments {
  @OptionGroup var call: CallOptions
  @Option(
    help: "The function's form: batch, scalar or backward.",
    completion: .list(["batch", "scalar", "backward"])) var form: String?
  @Option(
    name: .customLong("inputs-file"), help: "Inputs that emit-inputs wrote.", completion: .file())
  var inputsFile: String?
  @Option(name: .customLong("outputs-file"), help: "The outputs for them.", completion: .file())
  var outputsFile: String?
  @OptionGroup var order: DerivativeOption

  /// Nil where nothing was said.
  var source: KernelSource? {
    get throws {
      var source = call.source(form: form)
      (source.inputs, source.outputs) = (inputsFile, outputsFile)
      guard source != KernelSource() else { return nil }
      let ways = [call.library, call.command, inputsFile].filter { $0 != nil }.count
      guard ways == 1, (call.library == nil) == (call.symbol == nil),
        (inputsFile == nil) == (outputsFile == nil)
      else {
        throw Failure(
          "give one of --library with --symbol, --command, and --inputs-file with --outputs-file")
      }
      if let form = LibraryForm(rawValue: form ?? "batch") {
        try call.signature.check(for: form, call.library != nil)
      }
      return source
    }
  }
}
