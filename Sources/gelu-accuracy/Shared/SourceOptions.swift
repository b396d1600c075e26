import ArgumentParser
import Contracts
import ForeignKernels
import Foundation
import GELUAccuracy

/// Where a kernel of the user's own is found.
struct SourceOptions: ParsableArguments {
  @Option(help: "A shared library with the kernel.") var library: String?
  @Option(help: "The function in it.") var symbol: String?
  @Option(help: "The function's form: batch, scalar or backward.") var form: String?
  @OptionGroup var signature: SignatureOptions
  @Option(help: "Align every pointer given to the function to N bytes.")
  var alignment: Int?
  @Option(help: "A command, run by sh.") var command: String?
  @Option(
    name: .customLong("kernel"),
    help: "Which of the kernels that the command lists in its handshake.")
  var served: String?
  @Option(name: .customLong("inputs-file"), help: "Inputs that emit-inputs wrote.")
  var inputsFile: String?
  @Option(name: .customLong("outputs-file"), help: "The outputs for them.")
  var outputsFile: String?
  @OptionGroup var order: DerivativeOption

  /// Nil where nothing was said.
  var source: KernelSource? {
    get throws {
      var source = KernelSource(
        library: library, symbol: symbol, form: form, command: command, inputs: inputsFile,
        outputs: outputsFile)
      (source.args, source.lengthType) = (signature.args, signature.lengthType)
      (source.alignment, source.kernel) = (alignment, served)
      guard source != KernelSource() else { return nil }
      let ways = [library, command, inputsFile].filter { $0 != nil }.count
      guard ways == 1, (library == nil) == (symbol == nil),
        (inputsFile == nil) == (outputsFile == nil)
      else {
        throw Failure(
          "give one of --library with --symbol, --command, and --inputs-file with --outputs-file")
      }
      if let form = LibraryForm(rawValue: form ?? "batch") {
        try signature.check(for: form, library != nil)
      }
      return source
    }
  }
}
