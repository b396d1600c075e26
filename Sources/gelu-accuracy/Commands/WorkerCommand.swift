import ArgumentParser
import ForeignKernels
import GELUAccuracy

/// The process that `validate --library` calls the kernel in.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

  func run() { WorkerMain.run(arguments) }
}
