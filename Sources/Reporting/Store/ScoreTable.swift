import FloatingPointFormats
import Scoring

/// The scores as one table to cite, in comma-separated values: a row a score.
struct ScoreTable {
  let scores: [Score]

  static let columns = [
    "kernel", "format", "function", "derivative", "inputs", "count", "max_ulp", "max_ulp_input",
    "max_ulp_input_bits", "max_steps", "mean_ulp", "rms_ulp", "mean_signed_ulp",
    "correctly_rounded", "faithful", "numbers", "nan_for_number", "infinite_for_finite",
    "wrong_sign", "flushed", "flushed_subnormal", "specials_broken", "normal_right_low",
    "normal_right_high",
  ]

  var csv: String {
    let rows = [ScoreTable.columns] + scores.map(row)
    return rows.map { $0.map(ScoreTable.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private func row(_ s: Score) -> [String] {
    let right = s.weighted?.weights == InputWeights.usual.name ? s.weighted?.right : nil
    let question = [
      s.kernel, s.question.signature.description, s.target.function.name, "\(s.target.derivative)",
      s.inputs.kind, "\(s.scored)",
    ]
    let largest = [
      s.maxUlp.exactDecimal, decimal(s), s.maxUlpInput, "\(s.maxSteps)",
      s.meanUlp.exactDecimal, s.rmsUlp.exactDecimal,
      s.meanSignedUlp.exactDecimal,
    ]
    let counts = [
      s.correctlyRounded, s.faithful, s.numbers, s.classes.nanForNumber,
      s.classes.infiniteForFinite, s.classes.wrongSign, s.classes.flushed,
      s.classes.flushedSubnormal, s.specials.count { !$0.ok },
    ]
    let weighted = [right?.low, right?.high].map { $0?.exactDecimal ?? "" }
    return question + largest + counts.map { "\($0)" } + weighted
  }

  /// The shortest decimal that reads back, as a double, to the input itself and to no number beside it.
  private func decimal(_ s: Score) -> String {
    s.question.signature.input.value(hex: s.maxUlpInput).map(\.exactDecimal) ?? ""
  }

  private static func quoted(_ cell: String) -> String {
    cell.contains { ",\"\n".contains($0) } ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
  }
}
