import ArgumentParser
import Contracts
import Defects
import Diagnosis
import FloatingPointFormats
import ForeignKernels
import Foundation
import GELUAccuracy
import Identification
import Kernels
import Oracle
import Scoring

/// For those who judge the suite: what finds and names the planted defects, as Markdown.
struct DefectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "defects",
    abstract:
      "What 'check' and 'diagnose' say of kernels with one planted defect each, in Markdown.",
    shouldDisplay: false)

  @Option(help: "Only those whose names contain this.") var only: String?
  @Flag(help: "The diagnosis in full, too.") var show = false
  @Option(help: "Threads. Default: all processors.") var threads: Int?

  func run() throws {
    let isRight = try reportingErrors {
      let threads = try Parse.threads(threads)
      let chosen = PlantedDefect.all.filter { only.map($0.name.contains) ?? true }
      guard !chosen.isEmpty else {
        throw Failure("no planted defect has '\(only ?? "")' in its name")
      }
      print("| defect | check | diagnosed | there before | after |\n|---|---|---|---|---|")
      let formats = Set(chosen.map(\.format))
      let identifiers = try Dictionary(
        uniqueKeysWithValues: formats.map {
          ($0, try Identifier(Signature($0), threads: threads).keepingOutputs())
        })
      let trials = try chosen.map { defect in
        guard let identifier = identifiers[defect.format] else { throw Failure("no identifier") }
        let trial = try DefectTrial(defect, identifier)
        print(trial.row)
        if show { print(trial.diagnosis) }
        return trial
      }
      let caught = trials.count(where: \.isCaught), named = trials.count(where: \.isNamed)
      print("\n\(trials.count) defects: \(caught) caught, \(named) named\n")
      print(Self.rates(trials))
      return caught == trials.count && named == trials.count
    }
    if !isRight { throw ExitCode(1) }
  }

  /// How many defects each kind of test catches.
  private static func rates(_ trials: [DefectTrial]) -> String {
    let names = trials.flatMap { $0.tolerances.map(\.name) }
    let each = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let rows = each.map { name -> String in
      let held = trials.compactMap { trial in trial.tolerances.first { $0.name == name } }
      let (usual, all) = (held.count(where: \.failsUsual), held.count(where: \.failsAll))
      return "| \(name) | \(usual) of \(held.count) | \(all) of \(held.count) |"
    }
    let caught = trials.count(where: \.isCaught)
    return
      ([
        "| test | catches on 4,096 inputs of N(0,1) | on the inputs of `check` |", "|---|---|---|",
        "| `check` with the contract that `seed` writes of the sound kernel | | \(caught) of \(trials.count) |",
      ] + rows).joined(separator: "\n")
  }
}
