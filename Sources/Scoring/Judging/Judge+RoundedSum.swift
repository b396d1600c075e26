import FloatingPointFormats
import Functions
import Oracle

extension Judge {
  /// Holds the output of a row with a bias to f at the rounded sum.
  func judgeRoundedSum(_ x: Double, _ a: Double, y: Double, _ total: inout Accumulator) throws {
    guard let rows, rows.second.role == .bias else { return }
    let sum = rows.second.roundedSum(x, a, in: signature.input)
    guard sum.isFinite else { return }
    let plain = try Prepared(
      sum, rows.plainTruth(of: sum), rows.oracle.unscaled, parameters, signature.output)
    guard !plain.isBeyond else { return }
    var found = total.roundedSum ?? RoundedSum()
    found.numbers += 1
    if y == plain.nearest && y.sign == plain.nearest.sign { found.correctlyRounded += 1 }
    total.roundedSum = found
  }
}
