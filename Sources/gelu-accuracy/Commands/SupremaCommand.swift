import Analysis
import ArgumentParser
import Foundation

struct SupremaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suprema",
    abstract: "Print certified suprema of what GELU's approximations are off in exact arithmetic.",
    discussion: """
      Over all real x, for values and derivatives; with --output everything is written to \
      DIR/suprema.json, relative errors and condition numbers by region included.
      """)

  @Option(
    help: "One smooth function in place of GELU. Default: all known approximations.",
    completion: .functions)
  var function: String?
  @OptionGroup var constants: ConstantOptions
  @Option(help: "Write suprema.json to this folder.", completion: .directory) var output: String?
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      if let output { try Folder.make(output) }
      let place = (output.map { "\($0)/suprema.json" } ?? json).map { Output(path: $0) }
      try place?.probe()
      let table = try table()
      let data = try table.encoded()
      if let place {
        try place.write(data.dropLast())
      } else {
        print(table.methodErrors.map(\.line).joined(separator: "\n"))
      }
    }
  }

  private func table() throws -> SupremumTable {
    guard let function else {
      guard constants.isEmpty else {
        throw Failure("say with --function which function the constants are for")
      }
      return try SupremumTable()
    }
    let stated = try constants.applied(to: Parse.function(function))
    guard !stated.isPiecewiseLinear else { throw Failure("\(stated.name) is not smooth") }
    return try SupremumTable(
      of: [Approximation(stated, formula: stated.name)], conditioning: [stated])
  }
}

extension MethodError {
  fileprivate var line: String {
    func digits(_ x: RealEnclosure?) -> String { x.map { $0.rounded(digits: 20) ?? $0.lo } ?? "?" }
    let name = approximation + (derivative == 1 ? "′" : "")
    // Locations are given for x ≤ 0; the difference is even, a derivative's odd.
    let places = absolute.locations.map { digits($0).drop { $0 == "-" } }
      .map { $0 == "0" ? "0" : "±\($0)" }
    return "\(pad(name, 28)) \(pad(digits(absolute.value), 26)) at "
      + places.joined(separator: ", ")
  }
}

extension SupremaCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
