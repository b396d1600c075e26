import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Diagnosis
@testable import Reporting

/// `Kernels/gelu_double.h` is what `diagnose` prints as the repair in float64, and its figures are those of the
/// table of what to ship.
@Suite struct DoubleHeaderTests {
  private static let functions = [("gelu_double", 0), ("gelu_double_gradient", 1)]

  @Test func theHeaderIsTheRepair() throws {
    let header = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Kernels/gelu_double.h").standardizedFileURL, encoding: .utf8)
    for (name, derivative) in Self.functions {
      let formula = try #require(
        RepairFormula.of(Target(.gelu, derivative: derivative), in: .float64))
      let function = formula.code(named: name)
        .replacing("#include <math.h>\n\nstatic ", with: "static inline ")
      #expect(header.contains(function), "\(function)")
    }
  }

  @Test func theFiguresAreWhatIsMeasured() throws {
    let (name, derivative) = Self.functions[1]
    let target = Target(.gelu, derivative: derivative)
    let formula = try #require(RepairFormula.of(target, in: .float64))
    let kernel = BatchKernel<Double>(
      KernelDescription(name: name, target), scalar: formula.value)
    let score = try score(
      kernel, against: Oracle(target),
      ScoringOptions(
        inputs: .sample(count: 100_000, seed: InputSet.usualSeed), threads: 2))
    let choice = try #require(
      ShipChoice.all.first { $0.format == .float64 && $0.derivative == derivative })
    guard case .header(let maxUlp, let right, let numbers, _) = choice.ways[0].source else {
      Issue.record("no header")
      return
    }
    // Another libm rounds a few of them otherwise.
    #expect((score.maxUlp / maxUlp - 1).magnitude < 0.2, "\(score.maxUlp)")
    #expect(
      Double((score.correctlyRounded - right).magnitude) < 0.02 * Double(right),
      "\(score.correctlyRounded)")
    #expect(score.numbers == numbers, "\(score.numbers)")
    #expect(
      score.classes.wrongSign + score.classes.flushed + score.classes.nanForNumber == 0
        && score.specials.allSatisfy(\.ok))
  }
}
