import ArgumentParser
import FloatingPointFormats
import Foundation
import Identification

/// For those who judge `identify`: what it says of every built-in kernel, as Markdown.
struct ConfusionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confusion",
    abstract: "What 'identify' says of every built-in kernel, as a table in Markdown.",
    shouldDisplay: false)

  @Option(help: "One format. Default: all.", completion: .formats) var format: String?
  @Option(help: "Threads. Default: all processors.") var threads: Int?

  func run() throws {
    let isRight = try reportingErrors {
      let threads = try Parse.threads(threads)
      let formats = try format.map { [try Parse.format($0)] } ?? FormatName.allCases
      let all = try formats.map { try Confusion($0, threads: threads) }
      print(
        """
        | format | inputs compared | kernels | named themselves, or a twin | twins | nearest pair |
        |---|---|---|---|---|---|
        """)
      for confusion in all { print(line(confusion)) }
      return all.allSatisfy { $0.rows.allSatisfy(\.isRight) }
    }
    if !isRight { throw ExitCode(1) }
  }

  private func line(_ c: Confusion) -> String {
    let twins = c.twins.map { $0.joined(separator: " = ") }.joined(separator: "; ")
    let nearest = c.rows.max { $0.shared * $1.of < $1.shared * $0.of }
    let pair = nearest.map { "\($0.kernel) and \($0.runnerUp): \($0.of - $0.shared) differ" } ?? ""
    let right = c.rows.count(where: \.isRight)
    return "| \(c.format.rawValue) | \(c.inputs) | \(c.rows.count) | \(right) | "
      + "\(twins.isEmpty ? "none" : twins) | \(pair) |"
  }
}
