import ArgumentParser
import Foundation
import Functions
import Oracle
import Scoring

struct HardestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hardest",
    abstract: "Find the float32 inputs whose exact value lies closest to a float or a midpoint.",
    discussion: """
      All float32 inputs are looked through but those whose results follow a law; the 64 hardest of \
      each kind are certified in multiple precision. Some seconds a function.
      """)

  @Option(help: "One function. Default: all.", completion: .functions) var function: String?
  @Flag(help: "Its first derivative. Without --function both are taken.") var derivative = false
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @Option(
    name: .shortAndLong, help: "Write a file for each function to this folder.",
    completion: .directory)
  var output: String?

  func run() throws {
    try reportingErrors {
      let threads = try Parse.threads(threads)
      let oracles =
        try function.map { [Oracle(try Parse.function($0), derivative: derivative ? 1 : 0)] }
        ?? HardCases.oracles
      func place(_ oracle: Oracle) -> Output? {
        output.map { Output(path: "\($0)/\(GoldenTable.name(of: oracle.target)).json") }
      }
      if let output { try Folder.make(output) }
      try oracles.first.flatMap(place)?.probe()
      for oracle in oracles {
        let name = GoldenTable.name(of: oracle.target)
        let progress = Progress(name)
        let cases = try HardCases(of: oracle, threads: threads) { progress.update($0, $1) }
        progress.finish()
        if let place = place(oracle) {
          try place.write(JSONEncoder.suite.encode(cases))
        } else {
          print(cases.text(name))
        }
      }
    }
  }
}

extension HardCases {
  fileprivate func text(_ name: String) -> String {
    func lines(_ title: String, _ cases: [HardCase]) -> [String] {
      ["  closest to \(title):"]
        + cases.prefix(8).map { "    \($0.input)  rounds to \($0.nearest)  \($0.distance) ulp" }
    }
    return
      (["\(name) float32, \(inputs) inputs"] + lines("a midpoint", midpoints)
      + lines("a float", floats)).joined(separator: "\n")
  }
}
