import FloatingPointFormats
import Foundation
import Scoring

/// A few lines for a terminal.
extension Comparison: CustomStringConvertible {
  public var description: String { ([head] + outputLines + figureLines).joined(separator: "\n") }

  private var head: String {
    let question = "\(question.signature) against \(question.target.symbol)"
    let from = inputs.map { inputs in
      let mark = bound == .exact ? inputs.kind : "\(inputs.kind); maxima are the largest known"
      return ", \(inputs.count) inputs (\(mark))"
    }
    return "A  \(a)\nB  \(b)\n\(question)\(from ?? ", bounds of contracts")"
  }

  private var outputLines: [String] {
    guard let outputs else { return [] }
    let share = 100 * Double(outputs.equal) / Double(max(1, outputs.compared))
    var lines = [
      "  equal   \(outputs.equal) of \(outputs.compared) to the bit "
        + "(\(Comparison.percent(share, isAll: outputs.differing == 0))), \(outputs.differing) differ"
    ]
    if let first = outputs.firstDifference { lines.append("  first   \(shown(first))") }
    lines += gapLines(outputs.largest)
    if outputs.differing > 0 {
      let closer = outputs.closer
      lines.append(
        "  nearer  of those that differ A is nearer to the exact value at \(closer.a), B at \(closer.b), "
          + "neither at \(closer.neither)")
      if let first = closer.firstA { lines.append("          A first at \(shown(first))") }
      if let first = closer.firstB { lines.append("          B first at \(shown(first))") }
      lines.append(
        "  right   only A at \(some(outputs.onlyARight)); only B at \(some(outputs.onlyBRight))")
    }
    return lines + regionLines(outputs.regions) + toleranceLines(outputs.tolerances)
  }

  private func gapLines(_ gaps: ComparedOutputs.Gaps) -> [String] {
    let sizes: [(String, String?, ComparedOutputs.Difference?)] = [
      ("absolute", gaps.absolute.map { "\($0.size)" }, gaps.absolute?.at),
      ("relative", gaps.relative.map { "\($0.size)" }, gaps.relative?.at),
      ("steps", gaps.steps.map { "\($0.size)" }, gaps.steps?.at),
    ]
    return sizes.compactMap { name, size, at in
      guard let size, let at else { return nil }
      return "  gap     \(name) \(size) at \(shown(at))"
    }
  }

  private func regionLines(_ regions: [ComparedRegion]) -> [String] {
    let rows = regions.filter { $0.differing > 0 }.map { region in
      [
        region.name, "\(region.differing) of \(region.compared)", "\(region.closerA)",
        "\(region.closerB)", "\(region.neither)", "\(region.onlyARight)", "\(region.onlyBRight)",
      ]
    }
    guard !rows.isEmpty else { return [] }
    return Comparison.table(Comparison.regionHead, rows).map { "  " + $0 }
  }

  static let regionHead = [
    "region", "differ", "A nearer", "B nearer", "neither", "only A right", "only B right",
  ]

  private func toleranceLines(_ verdicts: [ToleranceVerdict]) -> [String] {
    guard !verdicts.isEmpty else { return [] }
    return [
      "  would a test that holds B to A pass, at all finite inputs? |B − A| ≤ atol + rtol·|A|:"
    ] + verdicts.map { $0.line(in: question.signature) }
  }

  private var figureLines: [String] {
    let rows = figures.filter { $0.change != .same || $0.what == "max_ulp" }.map { figure in
      [
        figure.what, Comparison.shown(figure.a), Comparison.shown(figure.b),
        figure.change == .same ? "same" : "\(figure.change.rawValue) in B",
      ]
    }
    return Comparison.table(["figure", "A", "B", ""], rows).map { "  " + $0 }
  }

  private func some(_ some: ComparedOutputs.Some) -> String {
    guard let first = some.first else { return "\(some.count)" }
    return "\(some.count), the first \(question.signature.input.exactDecimal(hex: first.input))"
  }

  /// `x = -8.625 (0xc10a): A -0, B 1 (0x3f80), exact -2.76e-17 (0xa3ff)`.
  func shown(_ difference: ComparedOutputs.Difference) -> String {
    let (input, output) = (question.signature.input, question.signature.output)
    let truth = difference.truth.map { ", exact \($0) (\(difference.truthBits ?? ""))" } ?? ""
    return "x = \(input.exactDecimal(hex: difference.input)): "
      + "A \(output.exactDecimal(hex: difference.a)), B \(output.exactDecimal(hex: difference.b))"
      + truth
  }

  /// In percent, 100 only where it is all.
  static func percent(_ share: Double, isAll: Bool) -> String {
    isAll ? "100 %" : String(format: "%.3f %%", min(share, 99.999))
  }

  /// Columns as wide as their widest cell, the first to the left.
  static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }.joined(separator: "  ")
    }
  }
}
