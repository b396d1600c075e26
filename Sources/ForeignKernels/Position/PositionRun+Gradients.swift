import FloatingPointFormats
import Foundation

extension PositionRun where X: BinaryFormat, Y: BinaryFormat {
  /// All inputs at dy = 1 and at 2, which must double the outputs; where results or what they are made of
  /// may leave the normal range nothing is said. Formats of few digits leave it early, which shows in a
  /// last place.
  mutating func compareGradients() throws {
    let (one, two) = (X(nearest: 1), X(nearest: 2))
    let first = try call(inputs, nil, dy: one)
    let second = try call(inputs, nil, dy: two)
    tried.dy = true
    let least = Y.smallestNormal.double * exp2(Double(Y.precision))
    let allowed: UInt64 = Y.precision < 24 ? 1 : 0
    for i in inputs.indices where abs(inputs[i].double) <= 8 && !isKnown[i] {
      let size = abs(first[i].double)
      guard size >= least, size <= Y.largestFinite.double / 4 else { continue }
      let wanted = Y(nearest: 2 * first[i].double)
      let (a, b) = (wanted.position, second[i].position)
      guard second[i].isNaNValue || max(a, b) - min(a, b) > allowed else { continue }
      isKnown[i] = true
      report.counts[PositionFinding.Kind.dy.rawValue, default: 0] += 1
      guard report.findings.count(where: { $0.kind == .dy }) < kept else { continue }
      var finding = PositionFinding(
        kind: .dy, input: inputs[i].hexBits, reference: first[i].hexBits,
        output: second[i].hexBits, index: i, length: inputs.count)
      if isMultipleOfInputs(first) {
        finding.text = finding.line + "; the former is a multiple of x: are dy and x mixed up?"
        if isLibrary { finding.text? += " Then say --args xgdn" }
      }
      report.findings.append(finding)
    }
  }

  /// Whether outputs are one multiple of the inputs where those are neither small nor large.
  private func isMultipleOfInputs(_ outputs: [Y]) -> Bool {
    let ratios = inputs.indices.compactMap { i -> Double? in
      let size = abs(inputs[i].double)
      return size >= 0.5 && size <= 8 ? outputs[i].double / inputs[i].double : nil
    }
    guard let first = ratios.first, abs(first) > 1e-3, first.isFinite else { return false }
    let allowed = abs(first) * exp2(Double(3 - Y.precision))
    return ratios.allSatisfy { abs($0 - first) <= allowed }
  }
}
