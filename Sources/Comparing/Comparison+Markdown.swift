import FloatingPointFormats
import Scoring

extension Comparison {
  /// For a pull request or $GITHUB_STEP_SUMMARY.
  /// - Parameter verdict: what the rule says, in a sentence.
  public func markdown(verdict: String) -> String {
    let scope = inputs.map { inputs in
      bound == .exact
        ? "all \(inputs.count) inputs"
        : "\(inputs.count) inputs (\(inputs.kind): maxima are the largest known)"
    }
    let head = [
      "**\(cell(verdict))**", "",
      "A is \(code(a)), B is \(code(b)): \(question.signature) against \(question.target.symbol), "
        + (scope ?? "bounds of contracts") + ".",
    ]
    return (head + outputParts + figurePart).joined(separator: "\n")
  }

  private var figurePart: [String] {
    let rows = figures.filter { $0.change != .same || $0.what == "max_ulp" }.map { figure in
      [
        "`\(figure.what)`", Comparison.shown(figure.a), Comparison.shown(figure.b),
        figure.change == .same ? "same" : figure.change.rawValue,
        figure.input.isEmpty ? "" : "`\(figure.input)`",
      ]
    }
    return [""] + lines(["figure", "A", "B", "B is", "at, in B"], rows)
  }

  private var outputParts: [String] {
    guard let outputs else { return [] }
    let examples: [(String, ComparedOutputs.Difference?)] = [
      ("first that differs", outputs.firstDifference),
      (
        "largest absolute, \(outputs.largest.absolute?.size ?? 0)", outputs.largest.absolute?.at
      ),
      (
        "largest relative, \(outputs.largest.relative?.size ?? 0)", outputs.largest.relative?.at
      ),
      ("most steps, \(outputs.largest.steps?.size ?? 0)", outputs.largest.steps?.at),
      ("first where A is nearer", outputs.closer.firstA),
      ("first where B is nearer", outputs.closer.firstB),
      ("first where only A is right", outputs.onlyARight.first),
      ("first where only B is right", outputs.onlyBRight.first),
    ]
    let closer = outputs.closer
    let sentence =
      "\(outputs.differing) of \(outputs.compared) outputs differ. A is nearer to the exact value at "
      + "\(closer.a), B at \(closer.b), neither at \(closer.neither). Only A is right at "
      + "\(outputs.onlyARight.count), only B at \(outputs.onlyBRight.count)."
    let regions = outputs.regions.filter { $0.differing > 0 }.map { region in
      [
        region.name, "\(region.differing) of \(region.compared)", "\(region.closerA)",
        "\(region.closerB)", "\(region.neither)", "\(region.onlyARight)", "\(region.onlyBRight)",
      ]
    }
    let rows = examples.compactMap { name, at in at.map { [name] + row($0) } }
    return ["", sentence]
      + (rows.isEmpty ? [] : [""] + lines(["", "x", "A", "B", "exact"], rows))
      + (regions.isEmpty ? [] : [""] + lines(Comparison.regionHead, regions))
      + tolerancePart(outputs.tolerances)
  }

  private func tolerancePart(_ verdicts: [ToleranceVerdict]) -> [String] {
    guard !verdicts.isEmpty else { return [] }
    let rows = verdicts.map { v in
      [
        v.name, "\(v.rtol)", "\(v.atol)",
        v.passes ? "passes" : "fails at \(v.failing)", v.ratio.map { "\($0)" } ?? "",
        (v.passes ? v.ratioAt : v.firstFailing).map { "`\($0.input)`" } ?? "",
      ]
    }
    return [""]
      + lines(
        ["test that holds B to A", "rtol", "atol", "verdict", "of what it allows", "x"], rows)
  }

  private func row(_ d: ComparedOutputs.Difference) -> [String] {
    let (input, output) = (question.signature.input, question.signature.output)
    let exact = d.truth.map { "\($0) `\(d.truthBits ?? "")`" } ?? ""
    return [shown(input, d.input), shown(output, d.a), shown(output, d.b), exact]
  }

  private func shown(_ format: FormatName, _ bits: String) -> String {
    "\(format.value(hex: bits).map { format.exactDecimal($0) } ?? "") `\(bits)`"
  }

  private func lines(_ head: [String], _ rows: [[String]]) -> [String] {
    ([head, head.map { _ in "---" }] + rows).map {
      "| " + $0.map(cell).joined(separator: " | ") + " |"
    }
  }

  private func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }

  /// As code, whatever stands in it.
  private func code(_ text: String) -> String {
    text.contains("`") ? "`` \(text) ``" : "`\(text)`"
  }
}
