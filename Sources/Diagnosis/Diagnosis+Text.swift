import FloatingPointFormats
import Foundation

/// For a terminal: what it is, each cause with its place, evidence and repair, and the repaired code.
extension Diagnosis: CustomStringConvertible {
  public var description: String {
    ([head] + several + causes.flatMap(lines) + repairLines).joined(separator: "\n")
  }

  private var head: String {
    let scope =
      isComplete
      ? "all \(inputs) inputs"
      : "\(inputs) inputs tried" + (identity.left > 0 ? ", \(identity.left) rows left out" : "")
    let clean =
      causes.isEmpty
      ? "\n  no cause  no result is more than four ulp off or wrong in kind, of \(scope)" : ""
    return """
      \(name) \(signature) against \(target.symbol), \(scope)
        this is   \(identity.sentence)
        right     \(right) of \(numbers) correctly rounded; \(bad) more than four ulp off or no number\(clean)
      """
  }

  private var several: [String] {
    let (count, first) = identity.ambiguous
    guard count > 0 else { return [] }
    return [
      "  same x    \(count) inputs came with several outputs, the first of them \(first ?? ""); the first "
        + "output of each was compared"
    ]
  }

  private func lines(_ c: FoundCause) -> [String] {
    var lines = ["  cause     \(c.cause.rawValue): \(c.sentence)"]
    if c.inputs > 0 {
      let shown = c.ranges.prefix(4).map { range in
        range.from == range.through ? "at \(range.from)" : "\(range.from) to \(range.through)"
      }
      let more = c.ranges.count > 4 ? ", and \(c.ranges.count - 4) more stretches" : ""
      lines.append("    where   \(c.inputs) inputs: \(shown.joined(separator: ", "))\(more)")
    }
    lines += c.evidence.map { "    shows   \($0)" }
    lines.append("    repair  \(c.advice)")
    if let before = c.before, let after = c.after {
      lines.append("    there   \(Diagnosis.ulps(before)) before, \(Diagnosis.ulps(after)) after")
    }
    return lines
  }

  private var repairLines: [String] {
    guard !causes.isEmpty else { return [] }
    guard let repair else {
      return ["  repaired  no formula is known of \(target.symbol)"]
    }
    let known = isComplete ? "" : " (largest known)"
    return [
      "  repaired  \(repair.formula), in double, rounded once to \(signature.output.rawValue):",
      "            at most \(Diagnosis.ulps(repair.maxUlp))\(known), \(repair.correctlyRounded) of "
        + "\(repair.numbers) correctly rounded"
        + (repair.isSound ? ", no wrong special value" : "; not yet right in kind everywhere"),
    ] + repair.code.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
  }

  static func ulps(_ x: Double) -> String {
    x.isFinite ? String(format: "%.4g ulp", x) : "no number"
  }
}

extension Diagnosis: Encodable {
  private enum Key: String, CodingKey {
    case kernel, inputFormat, format, function, derivative, inputs, bad, correctlyRounded, numbers,
      identity, causes, repair
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(name, forKey: .kernel)
    try keys.encode(signature.input.rawValue, forKey: .inputFormat)
    try keys.encode(signature.output.rawValue, forKey: .format)
    try keys.encode(target.function.name, forKey: .function)
    try keys.encode(target.derivative, forKey: .derivative)
    try keys.encode(inputs, forKey: .inputs)
    try keys.encode(bad, forKey: .bad)
    try keys.encode(right, forKey: .correctlyRounded)
    try keys.encode(numbers, forKey: .numbers)
    try keys.encode(identity, forKey: .identity)
    try keys.encode(causes, forKey: .causes)
    try keys.encodeIfPresent(repair, forKey: .repair)
  }
}
