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
      print("\n\(trials.count) defects: \(caught) caught, \(named) named")
      return caught == trials.count && named == trials.count
    }
    if !isRight { throw ExitCode(1) }
  }
}

/// A planted defect, tried.
struct DefectTrial {
  let defect: PlantedDefect
  /// Whether the contract of the sound kernel is broken.
  let isCaught: Bool
  let diagnosis: Diagnosis

  init(_ defect: PlantedDefect, _ identifier: Identifier) throws {
    self.defect = defect
    func tried<T: BinaryFormat>(_: T.Type) throws -> (Bool, Diagnosis) {
      guard let kernel = defect.kernel as? BatchKernel<T>,
        let sound = defect.sound as? BatchKernel<T>
      else { throw Failure("\(defect.name) is not of \(T.name.rawValue)") }
      return try (
        DefectTrial.isCaught(kernel, sound, defect, identifier.threads),
        DefectTrial.diagnosis(kernel, defect, identifier)
      )
    }
    (isCaught, diagnosis) = try tried(defect.format.type)
  }

  /// The contract that `seed` would write of the sound kernel.
  private static func isCaught<T: BinaryFormat>(
    _ kernel: BatchKernel<T>, _ sound: BatchKernel<T>, _ defect: PlantedDefect, _ threads: Int
  ) throws -> Bool {
    let options = ScoringOptions(inputs: .usual(for: T.name, strata: 5000), threads: threads)
    let oracle = Oracle(defect.target)
    let contract = Contract(holding: try score(sound, against: oracle, options), libm: nil)
    let findings = contract.check(try score(kernel, against: oracle, options))
    if findings.contains(where: { $0.kind == .broken }) { return true }
    let place = try PositionCheck.usual.report(
      kernel, inputs: PositionCheck.usualInputs(for: kernel)
    ) { _, _ in }
    return !place.isClean
  }

  private static func diagnosis<T: BinaryFormat>(
    _ kernel: BatchKernel<T>, _ defect: PlantedDefect, _ identifier: Identifier
  ) throws -> Diagnosis {
    let (outputs, identity) = try identifier.observed(kernel)
    return try Diagnoser(defect.target, threads: identifier.threads).diagnose(outputs, identity)
  }

  /// The cause that is the planted one.
  private var found: Diagnosis.FoundCause? {
    diagnosis.causes.first { defect.causes.contains($0.cause) }
  }

  var isNamed: Bool { found != nil }

  var row: String {
    let others = diagnosis.causes.map(\.cause.rawValue).joined(separator: ", ")
    let name = found.map(\.cause.rawValue) ?? "**\(others.isEmpty ? "nothing" : others)**"
    func ulps(_ x: Double?) -> String {
      x.map { $0.isFinite ? String(format: "%.3g", $0) : "no number" } ?? ""
    }
    return "| \(defect.name) | \(isCaught ? "caught" : "**missed**") | \(name) | "
      + "\(ulps(found?.before)) | \(ulps(found?.after)) |"
  }
}
