import Comparing
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

/// A planted defect, tried.
struct DefectTrial {
  let defect: PlantedDefect
  /// Whether the contract of the sound kernel is broken.
  let isCaught: Bool
  let diagnosis: Diagnosis
  /// What tests with the usual tolerances see of it.
  let tolerances: [Held]

  /// Whether a library's default tolerance fails the kernel, held to correctly rounded results.
  struct Held {
    let name: String
    let failsUsual, failsAll: Bool
  }

  init(_ defect: PlantedDefect, _ identifier: Identifier) throws {
    self.defect = defect
    func tried<T: BinaryFormat>(_: T.Type) throws -> (Bool, Diagnosis, [Held]) {
      guard let kernel = defect.kernel as? BatchKernel<T>,
        let sound = defect.sound as? BatchKernel<T>
      else { throw Failure("\(defect.name) is not of \(T.name.rawValue)") }
      return try (
        DefectTrial.isCaught(kernel, sound, defect, identifier.threads),
        DefectTrial.diagnosis(kernel, defect, identifier),
        DefectTrial.held(kernel, defect, identifier.threads)
      )
    }
    (isCaught, diagnosis, tolerances) = try tried(defect.format.type)
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

  private static func held<T: BinaryFormat>(
    _ kernel: BatchKernel<T>, _ defect: PlantedDefect, _ threads: Int
  ) throws -> [Held] {
    func verdicts(_ inputs: InputSet) throws -> [ToleranceVerdict] {
      let sweep = try ToleranceSweep<T, T>(defect.target)
      try sweep.add(
        kernel, Question(defect.target, Signature(T.name), inputs: inputs), threads: threads
      ) { _, _ in }
      return try sweep.verdicts()
    }
    let usual = try verdicts(.positions(Set(randomNormal(T.self).map(\.position)).sorted()))
    let all = try verdicts(.usual(for: T.name, strata: 5000))
    return zip(usual, all).map {
      Held(name: $0.name, failsUsual: !$0.passes, failsAll: !$1.passes)
    }
  }

  /// 4,096 numbers of N(0,1), by Box and Muller's method, as a test draws them.
  private static func randomNormal<T: BinaryFormat>(_: T.Type) -> [T] {
    var random = SplitMix64(seed: InputSet.usualSeed)
    return (0..<4096).map { _ in
      let (u, v) = (
        Double.random(in: 0x1p-60..<1, using: &random), Double.random(in: 0..<1, using: &random)
      )
      return T(nearest: (-2 * log(u)).squareRoot() * cos(2 * .pi * v))
    }
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
