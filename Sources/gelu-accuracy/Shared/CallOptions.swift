import ArgumentParser
import Contracts
import ForeignKernels
import GELUAccuracy

/// Which function of a library, or which command, and how it is called.
struct CallOptions: ParsableArguments {
  @Option(help: "A shared library with the kernel.", completion: .file()) var library: String?
  @Option(help: "The function in it.") var symbol: String?
  @OptionGroup var signature: SignatureOptions
  @Option(help: "Align every pointer given to the function to N bytes.")
  var alignment: Int?
  @Option(help: "A command, run by sh.") var command: String?
  @Option(
    name: .customLong("kernel"),
    help:
      "Which of the kernels that the command lists in its handshake; of validate, several by commas, or all."
  )
  var served: String?

  /// What was said, as a contract has it.
  /// - Parameter form: the function's; nil for a batch, and for a command.
  func source(form: String?) -> KernelSource {
    var source = KernelSource(library: library, symbol: symbol, form: form, command: command)
    (source.args, source.lengthType) = (signature.args, signature.lengthType)
    (source.alignment, source.kernel) = (alignment, served)
    return source
  }
}
