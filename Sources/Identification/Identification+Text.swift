import FloatingPointFormats
import Foundation

/// The answer for a terminal: what it is, what else it might be, and where the two part.
extension Identification: CustomStringConvertible {
  public var description: String {
    ([head] + sure + others + whichFunction + fitted + callLines + doubtful).joined(separator: "\n")
  }

  private var head: String {
    """
    \(name) \(signature), \(inputs) inputs compared\(left > 0 ? ", \(left) rows of the file left out" : "")
      this is    \(sentence)
    """
  }

  private var sure: [String] {
    var lines: [String] = []
    if same.count > 1, certainty != .severalFunctions {
      let twins = same.dropFirst().map(\.kernel)
      lines.append(
        "  same as    \(twins.joined(separator: ", ")): the same bits wherever they were compared")
    }
    return lines
  }

  private var others: [String] {
    let lines = nearest.enumerated().map { rank, match in
      let share = Identification.percent(match.same, match.of)
      return
        "  \(rank == 0 ? "nearest " : "        ")   \(match.kernel): \(share) of the outputs the same, "
        + (match.mostSteps == 0
          ? "the others NaN or zeros" : "at most \(match.mostSteps) steps apart")
    }
    guard let parting else { return lines }
    let answers = zip(parting.kernels, parting.outputs).map { "\($0) gives \($1)" }
    return lines + [
      "  part at    x = \(parting.input): observed \(parting.observed), \(answers.joined(separator: ", "))"
    ]
  }

  private var whichFunction: [String] {
    guard let function else { return [] }
    let votes =
      function.votes.of > 0
      ? ": of \(function.votes.of) outputs that can tell, \(function.votes.won) are nearer to it than to "
        + (function.runnerUp?.name ?? "the next")
      : ""
    guard function.isSure || certainty == .unknown else { return [] }
    let name = function.isSure ? function.name : "perhaps \(function.name)"
    return ["  function   \(name)\(votes)"]
  }

  private var fitted: [String] {
    guard let fit = function?.fit else { return [] }
    return [
      "  constants  \(fit.formula)",
      "             \(fit.constants.map(\.description).joined(separator: ", "))",
    ]
  }

  private var callLines: [String] {
    calls.map {
      "  in \($0.calls)  \($0.identity): \($0.differing) of \($0.of) outputs differ, the first at x = "
        + "\($0.input): \($0.output), not \($0.usual)"
    }
  }

  private var doubtful: [String] {
    guard ambiguous.count > 0 else { return [] }
    return [
      "  same x     \(ambiguous.count) inputs came with several outputs, the first of them "
        + "\(ambiguous.first ?? ""); the first output of each was compared"
    ]
  }

  /// 100 % only where it is all.
  static func percent(_ part: Int, _ whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    if part == whole { return "all" }
    let share = 100 * Double(part) / Double(whole)
    return share > 99.995 ? "all but \(whole - part)" : String(format: "%.2f %%", share)
  }
}

/// As `identify --json` writes it.
extension Identification: Encodable {
  private enum Key: String, CodingKey {
    case rowsLeftOut, severalOutputs, firstWithSeveral
    case kernel, inputFormat, format, inputs, certainty, sentence, same, nearest, parts, function,
      constants, votes, of, parting, calls
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(name, forKey: .kernel)
    try keys.encode(signature.input.rawValue, forKey: .inputFormat)
    try keys.encode(signature.output.rawValue, forKey: .format)
    try keys.encode(inputs, forKey: .inputs)
    if left > 0 { try keys.encode(left, forKey: .rowsLeftOut) }
    try keys.encode(certainty, forKey: .certainty)
    try keys.encode(sentence, forKey: .sentence)
    try keys.encode(same, forKey: .same)
    try keys.encode(nearest, forKey: .nearest)
    if !parts.isEmpty { try keys.encode(parts, forKey: .parts) }
    try keys.encodeIfPresent(function?.reading, forKey: .function)
    if ambiguous.count > 0 {
      try keys.encode(ambiguous.count, forKey: .severalOutputs)
      try keys.encodeIfPresent(ambiguous.first, forKey: .firstWithSeveral)
    }
    try keys.encodeIfPresent(function?.fit?.constants, forKey: .constants)
    if let votes = function?.votes {
      try keys.encode(votes.won, forKey: .votes)
      try keys.encode(votes.of, forKey: .of)
    }
    try keys.encodeIfPresent(parting, forKey: .parting)
    if !calls.isEmpty { try keys.encode(calls, forKey: .calls) }
  }
}
