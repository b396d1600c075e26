import ArgumentParser
import Foundation

/// The command. Results go to standard output, everything else to standard error; the exit status is
/// 0 done or holds, 1 a contract is broken or outputs depend on more than their inputs, 2 bad input or a
/// failed kernel, 64 wrong usage.
@main
struct GELUAccuracy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gelu-accuracy",
    abstract: "Certified accuracy of GELU kernels, in ULP.",
    subcommands: [
      OracleCommand.self, ListCommand.self, MeasureCommand.self, MergeCommand.self,
      ReportCommand.self, EmitInputsCommand.self, ScoreCommand.self, ValidateCommand.self,
      TablesCommand.self, ThresholdsCommand.self, SupremaCommand.self, SeedCommand.self,
      CheckCommand.self,
      HardestCommand.self, SplitCommand.self, StructureCommand.self, BenchmarkCommand.self,
      WorkerCommand.self,
    ])

  static func main() {
    let arguments = numbersLast(Array(CommandLine.arguments.dropFirst()))
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let failure as Failure {
      complain(failure.description)
      Foundation.exit(failure.status)
    } catch {
      // What the parser has to say, with its own status: 64 for wrong usage, 0 for --help.
      exit(withError: error)
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

/// Something to tell the user in one line, and the exit status that goes with it.
struct Failure: Error, CustomStringConvertible {
  var description: String
  var status: Int32 = 2

  init(_ description: String, status: Int32 = 2) {
    self.description = description
    self.status = status
  }
}

/// A line on standard error.
func complain(_ line: String) {
  FileHandle.standardError.write(Data("gelu-accuracy: \(line)\n".utf8))
}

/// Runs work whose errors are one line each and mean exit status 2.
func reportingErrors<R>(_ body: () throws -> R) throws -> R {
  do { return try body() } catch let failure as Failure { throw failure } catch {
    throw Failure("\(error)")
  }
}
