import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring

/// What mends a kernel, and what was measured of it on the same inputs.
public struct Repair: Sendable, Encodable {
  /// The formula in one line.
  public let formula: String
  /// A function in C, `double f(double x)`, whose result is rounded once to the output's format.
  public let code: String
  /// The largest error over all inputs compared, in ulp, and how many results are correctly rounded.
  public let maxUlp: Double
  public let maxUlpInput: String
  public let correctlyRounded, numbers: Int
  /// Whether no input gives NaN, an infinity, a wrong sign or a lost result, and the special values are right.
  public let isSound: Bool
}

/// A repair as a kernel, and its certified score on the inputs that were compared.
struct MeasuredRepair {
  let formula: RepairFormula
  let score: Score

  init?(_ c: Case, threads: Int) throws {
    guard let formula = RepairFormula.of(c.target, in: c.observed.signature.output) else {
      return nil
    }
    func measured<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Score {
      let kernel = MixedBatchKernel<X, Y>(
        KernelDescription(name: "repair", c.target.unscaled, formula: formula.text)
      ) { inputs, outputs in
        for i in inputs.indices { outputs[i] = Y(nearest: formula.value(inputs[i].double)) }
      }
      let inputs: InputSet =
        c.observed.isComplete
        ? .exhaustive
        : .positions(c.observed.inputs.map { X(bits: $0).position }.sorted())
      return try Scoring.score(
        kernel, against: Oracle(c.target), ScoringOptions(inputs: inputs, threads: threads))
    }
    self.formula = formula
    let signature = c.observed.signature
    score = try measured(signature.input.type, signature.output.type)
  }

  var repair: Repair {
    let counts = score.classes
    return Repair(
      formula: formula.text, code: formula.code(named: "f"), maxUlp: score.maxUlp,
      maxUlpInput: score.maxUlpInput, correctlyRounded: score.correctlyRounded,
      numbers: score.numbers,
      isSound: counts.nanForNumber == 0 && counts.infiniteForFinite == 0 && counts.wrongSign == 0
        && counts.flushed == 0 && counts.flushedSubnormal == 0
        && score.specials.allSatisfy(\.ok))
  }

  /// The largest error of the repaired kernel at some rows, in ulp.
  func worst(_ c: Case, _ rows: [Int]) -> Double {
    let output = c.observed.signature.output
    return rows.map { i in
      let row = c.rows[i]
      let y = output.nearest(formula.value(row.x))
      guard y.isFinite, row.right.isFinite else { return y == row.right ? 0 : .infinity }
      return ((y - row.f) / row.unit).magnitude
    }.max() ?? 0
  }
}
