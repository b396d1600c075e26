import Foundation
import Functions
import Identification

/// Another function than the one asked for, or a mistake in its formula or constants.
struct FunctionCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    guard open.contains(where: { c.rows[$0].isBad }),
      var match = FunctionMatch.of(c.observed, for: c.target)
    else { return [] }
    match.fit = ConstantFit.best(c.probes, order: c.target.derivative, asked: c.target)
    if match.isSure, !isAsked(match.hypothesis, c) {
      return [named(match, c, open)].compactMap(\.self)
    }
    return [fitted(match, c, open)].compactMap(\.self)
  }

  private func isAsked(_ h: Hypothesis, _ c: Case) -> Bool {
    h.kind == .function && h.target.unscaled == c.target.unscaled
  }

  private func named(_ match: FunctionMatch, _ c: Case, _ open: [Int]) -> Finding? {
    let h = match.hypothesis
    let rows = explained(c, open, h.value)
    guard !rows.isEmpty else { return nil }
    let worst = rows.max { abs(c.rows[$0].y - c.rows[$0].f) < abs(c.rows[$1].y - c.rows[$1].f) }
    let off = worst.map { gap(c, $0) } ?? ""
    let fit = match.fit.map { "fitted: \($0.constants.map(\.description).joined(separator: ", "))" }
    return Finding(
      cause: cause(h, c.target), sentence: "this is \(h.name), not \(c.target.symbol)",
      evidence: [
        "of \(match.votes.of) outputs that can tell, \(match.votes.won) are nearer to it than to "
          + (match.runnerUp?.name ?? "the next"),
        "off by \(off)",
      ] + (fit.map { [$0] } ?? []),
      rows: rows)
  }

  /// Constants that are not those of the function asked for.
  private func fitted(_ match: FunctionMatch, _ c: Case, _ open: [Int]) -> Finding? {
    guard let fit = match.fit, fit.target.derivative == c.target.derivative,
      fit.target.function.baseName == c.target.function.baseName
    else { return nil }
    // A constant that is rounded to the format, or the quotient of two such, is no other one.
    let reach = Double(sign: .plus, exponent: 1 - c.output.precision, significand: 1)
    let unusual = fit.constants.filter { $0.isUnusual(by: reach) }
    let own = c.probes.distance { c.target.approximate(at: $0) }
    let isPlain = unusual.contains { ($0.value - $0.usual).magnitude > 3 * $0.uncertainty }
    guard !unusual.isEmpty, fit.distance < own - 0.3 || isPlain && fit.distance < own else {
      return nil
    }
    let rows = explained(c, open, fit.value)
    guard rows.count * 2 >= open.count(where: { c.rows[$0].isBad && c.rows[$0].y.isFinite }),
      !rows.isEmpty
    else { return nil }
    let zero = unusual.contains { $0.value.magnitude <= $0.uncertainty }
    return Finding(
      cause: zero ? .droppedConstant : .otherConstants,
      sentence: "constants are off: \(unusual.map(\.description).joined(separator: ", ")); right: "
        + unusual.map { "\($0.name) \($0.usual)" }.joined(separator: ", "),
      evidence: [
        "in \(fit.formula): \(fit.constants.map(\.description).joined(separator: ", "))"
      ], rows: rows)
  }

  /// The rows that are as near to the other function as to the one asked for, or nearer, but for what a working
  /// precision loses.
  private func explained(
    _ c: Case, _ open: [Int], _ other: (Double) -> Double
  ) -> [Int] {
    open.filter { i in
      let row = c.rows[i]
      guard row.isBad, row.y.isFinite else { return false }
      let distance = (row.y - other(row.x)).magnitude
      let noise = max(row.y.magnitude, min(row.x.magnitude, 1)) * 16 / 0x1p24
      return distance <= max((row.y - row.f).magnitude / 2, noise)
    }
  }

  private func gap(_ c: Case, _ i: Int) -> String {
    let row = c.rows[i]
    return String(format: "%.4g", abs(row.y - row.f)) + " at x = \(c.shown(row.x)), the most"
  }

  private func cause(_ h: Hypothesis, _ asked: Target) -> Cause {
    switch h.kind {
    case .function:
      h.target.derivative == asked.derivative
        ? .wrongFunction : asked.derivative == 1 ? .valueForGradient : .gradientForValue
    case .otherConstants: .otherConstants
    case .swappedConstants: .swappedConstants
    case .droppedConstant: .droppedConstant
    case .droppedTerm: .droppedTerm
    case .wrongFactor: .wrongFactor
    case .wrongArgument: .wrongArgument
    case .wrongSign: .wrongSign
    case .valueForGradient: .valueForGradient
    case .gradientForValue: .gradientForValue
    case .gradientOfOutput: .gradientOfOutput
    }
  }
}

extension ConstantFit.Constant {
  /// Whether it is another by more than its uncertainty, and by more than so much of itself.
  func isUnusual(by reach: Double) -> Bool {
    isUnusual && (value - usual).magnitude > reach * max(usual.magnitude, 0x1p-6)
  }
}
