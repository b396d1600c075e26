import ArgumentParser
import Foundation
import Kernels

/// The command. Results go to standard output, everything else to standard error; the exit status is
/// 0 done or holds, 1 a contract is broken or outputs depend on more than their inputs, 2 bad input or a
/// failed kernel, 64 wrong usage.
@main
struct GELUAccuracy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gelu-accuracy",
    abstract: "Certified accuracy of GELU kernels, in ULP.",
    version: Version.line,
    subcommands: [
      OracleCommand.self, ListCommand.self, MeasureCommand.self, MergeCommand.self,
      ReportCommand.self, RenderCommand.self, EmitInputsCommand.self, ScoreCommand.self,
      ValidateCommand.self, TablesCommand.self, ThresholdsCommand.self, SupremaCommand.self,
      SeedCommand.self,
      CheckCommand.self, IdentifyCommand.self, DiagnoseCommand.self,
      ConfusionCommand.self, DefectsCommand.self,
      HardestCommand.self, SplitCommand.self, StructureCommand.self, BenchmarkCommand.self,
      FilterCommand.self, VariantsCommand.self, WorkerCommand.self, CompareCommand.self,
      CostsCommand.self, GELUPageCommand.self,
      ExploreCommand.self, PlotCommand.self,
    ])

  static func main() {
    StandardStreams.prepare()
    do {
      try checkArguments()
      try checkEncoding()
      try checkSubcommand()
      let arguments = valuesApart(numbersLast(Array(CommandLine.arguments.dropFirst())))
      var command = try parseAsRoot(arguments)
      try (command as? any WritesFiles)?.checkFiles()
      try command.run()
      try StandardStreams.finish()
    } catch { end(error) }
  }

  /// Says what went wrong, or `--help`, with the exit status that belongs to it.
  private static func end(_ error: any Error) -> Never {
    if let failure = error as? Failure {
      complain(failure.description)
      Foundation.exit(failure.status)
    }
    // What the parser has to say: 64 for wrong usage, 0 for --help; and the status of `check`.
    let (text, status) = (fullMessage(for: error), exitCode(for: error).rawValue)
    if !text.isEmpty {
      if status == 0 {
        print(text)
      } else {
        StandardStreams.complain(StandardStreams.shown(text) + "\n")
      }
    }
    do { try StandardStreams.finish() } catch {
      complain("\(error)")
      Foundation.exit(2)
    }
    Foundation.exit(status)
  }

  /// Linux tells a program its arguments in /proc. Without it every command would look like none, and end well.
  private static func checkArguments() throws {
    guard CommandLine.argc == 0 else { return }
    throw Failure(
      "cannot read the arguments: /proc is not there; mount it first: mount -t proc proc /proc")
  }

  /// A path that is not UTF-8 would be read as another, and that one written.
  private static func checkEncoding() throws {
    for i in 0..<Int(CommandLine.argc) {
      guard let bytes = CommandLine.unsafeArgv[i], String(validatingCString: bytes) == nil else {
        continue
      }
      throw Failure(
        "argument \(i), '\(String(cString: bytes))', is not UTF-8; paths that are not cannot be "
          + "given: rename the file, or link to it")
    }
  }

  /// - Throws: `Failure`, with the nearest names of one that is not there.
  private static func checkSubcommand() throws {
    guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-") else { return }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard name != "help", !names.contains(name) else { return }
    let near = didYouMean(name, among: names.filter { $0 != "worker" })
    throw Failure(
      "unknown subcommand '\(name)'\(near ?? ""); 'gelu-accuracy --help' lists them", status: 64)
  }

  /// `--derivative=2` in two words: ArgumentParser takes it for a flag without a value where another
  /// option follows.
  private static func valuesApart(_ arguments: [String]) -> [String] {
    let name = "--derivative="
    return arguments.flatMap { a in
      a.hasPrefix(name) ? [String(name.dropLast()), String(a.dropFirst(name.count))] : [a]
    }
  }

  /// `oracle -3 -1 0`: negative numbers are moved behind `--`, where they are not taken for options.
  private static func numbersLast(_ arguments: [String]) -> [String] {
    guard arguments.first == "oracle", !arguments.contains("--") else { return arguments }
    let isNumber = { (a: String) in
      a.hasPrefix("-")
        && (a.dropFirst().first?.isNumber == true || a == "-inf" || a.hasPrefix("-."))
    }
    // Numbers keep their order among each other, so the plain ones move too.
    var options: [String] = []
    var numbers: [String] = []
    var takesValue = false
    for a in arguments.dropFirst() {
      if takesValue {
        options.append(a)
        takesValue = false
      } else if a.hasPrefix("--") {
        options.append(a)
        takesValue = OracleCommand.optionsWithValue.contains(a)
      } else if a.hasPrefix("-"), !isNumber(a) {
        options.append(a)
      } else {
        numbers.append(a)
      }
    }
    return ["oracle"] + options + ["--"] + numbers
  }
}
