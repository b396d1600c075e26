import FloatingPointFormats
import Functions
import Oracle

/// A kernel with one planted mistake whose outputs agree with those that were scored.
public struct QuantisedCause: Codable, Sendable, Equatable {
  /// What it does: `rounds toward zero in place of to nearest`.
  public var text: String
  /// Of so many outputs, evenly spread over the inputs, so many are the mistaken kernel's.
  public var agreeing, of: Int
}

/// Rows that mistakes are tried on.
struct CauseSearch {
  struct Row {
    let bits: UInt64
    let argument: CodeArgument
    let truth: CodeTruth
    let code: Int
  }

  /// What mistakes are tried on at most: each takes a truth of its own for each row.
  private static let most = 1024

  let target: Target
  let input: EndFormat
  let name: IntegerName
  let output: Quantisation
  let rows: [Row]

  init(
    _ target: Target, _ input: EndFormat, _ name: IntegerName, _ output: Quantisation, _ rows: [Row]
  ) {
    (self.target, self.input, self.name, self.output) = (target, input, name, output)
    let step = (rows.count + Self.most - 1) / Self.most
    self.rows = step <= 1 ? rows : stride(from: 0, to: rows.count, by: step).map { rows[$0] }
  }

  /// The mistake that explains most outputs: nine in ten at least, and more than are right.
  func cause(threads: Int) throws -> QuantisedCause? {
    let right = rows.count {
      CodeVerdict($0.code, $0.truth, name.codes, width: name.width).isRight
    }
    guard right < rows.count else { return nil }
    let mistakes = QuantisedMistake.all(input, name, output, target)
    let agreeing = try Parallel.map(0..<mistakes.count, threads: threads) { i in
      try agreement(mistakes[i])
    }
    guard let best = agreeing.indices.max(by: { (agreeing[$0], $1) < (agreeing[$1], $0) }),
      agreeing[best] > right, 10 * agreeing[best] >= 9 * rows.count
    else { return nil }
    return QuantisedCause(text: mistakes[best].text, agreeing: agreeing[best], of: rows.count)
  }

  private func agreement(_ mistake: QuantisedMistake) throws -> Int {
    let oracle =
      mistake.function.map { Oracle($0, derivative: target.derivative) } ?? Oracle(target)
    let quantisation = mistake.output ?? output
    return try rows.count { row in
      var truth = row.truth
      if mistake.changesTruth {
        guard let x = mistake.argument(row, input) else { return false }
        truth = try oracle.codeTruth(at: x, quantisation)
      }
      return mistake.codes(truth, zeroPoint: quantisation.zeroPoint, name).contains(row.code)
    }
  }
}
