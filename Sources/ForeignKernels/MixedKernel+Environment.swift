import Kernels
import Scoring

extension StoredKernel {
  /// What a library or a command runs in; nil for other kernels. A command of the first version of the protocol does
  /// not say; then it is this machine.
  package var environment: KernelEnvironment? {
    let called: Any = (self as? any FixedSecondKernel)?.ofTwoInputs ?? self
    let machine = KernelEnvironment(instructionSet: processorInstructionSet)
    if called is MixedLibraryKernel<Input, Output> { return machine }
    guard let command = called as? MixedCommandKernel<Input, Output> else { return nil }
    guard var said = (try? command.handshake())?.environment else { return machine }
    // Of a GPU the processor beside it says nothing.
    if said.device ?? "cpu" == "cpu" {
      said.instructionSet = said.instructionSet ?? machine.instructionSet
    }
    return said
  }
}
