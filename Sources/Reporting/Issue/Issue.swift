import FloatingPointFormats
import Scoring
import Verdicts

/// What goes into a bug report of a kernel, in Markdown: what is wrong in one sentence, on which inputs, the worst of
/// them, what it was found with, and how to see it again.
package struct Issue: Sendable {
  let score: Score
  let call: KernelCall
  let inputs: [FailingInput]
  /// The command that gave the score.
  let command: String
  /// What it was found with, by name: `processor`, `libm`.
  let environment: [(name: String, value: String)]

  /// - Throws: `OracleError`.
  package init(
    _ score: Score, _ call: KernelCall, command: String,
    environment: [(name: String, value: String)]
  ) throws {
    (self.score, self.call, self.command) = (score, call, command)
    self.environment = environment
    inputs = try FailingInput.worst(of: score)
  }

  /// - Throws: `OracleError`.
  package func markdown() throws -> String {
    guard !inputs.isEmpty else {
      return "\(name): every result on \(scope) is correctly rounded; there is nothing to report."
    }
    let parts = [
      sentence, "**Scope.** \(scopeText)", table, "**Found with**\n\n\(versions)",
      try reproductions(), "**The command**\n\n" + Markdown.block(command, "sh"),
    ]
    return parts.joined(separator: "\n\n")
  }

  private var signature: Signature { score.question.signature }
  var name: String { Markdown.code(score.kernel.replacing("`", with: "'")) }

  /// `all 65,536 inputs of bfloat16`, or a sample of them.
  private var scope: String {
    let format = signature.input.rawValue
    let count = Figures.count(score.scored)
    if score.bound == .exact { return "all \(count) inputs of \(format)" }
    return score.data == nil
      ? "a sample of \(count) inputs of \(format)" : "\(count) recorded inputs of \(format)"
  }

  private var scopeText: String {
    let classes = score.errorClassesSeen.map(\.counted)
    let region = score.question.region.map { " from \($0.lowerBound) to \($0.upperBound)" } ?? ""
    let wrong = score.numbers - score.correctlyRounded
    let few = score.bound == .exact ? "" : " Counts and maxima are of these inputs alone."
    let byClass = classes.isEmpty ? "" : " By class: \(Figures.list(classes))."
    let finite =
      score.maxUlp.isInfinite ? ", of a finite output \(Figures.ulp(score.maxFiniteUlp)) ulp" : ""
    return
      "\(signature), against the exact values of \(score.target.symbol), on \(scope)\(region). "
      + "\(Figures.count(wrong)) of \(Figures.count(score.numbers)) finite inputs are not correctly "
      + "rounded.\(byClass) The largest error is \(Figures.ulp(score.maxUlp)) ulp\(finite).\(few)"
  }

  private var table: String {
    var table = Table(titles: ["x", "bits", "got", "want", "error, ulp:"])
    table.rows = inputs.map { one in
      [
        signature.input.decimal(hex: one.input), "`\(one.input)`",
        "\(signature.output.decimal(hex: one.output)) `\(one.output)`",
        "\(signature.output.decimal(hex: one.want)) `\(one.want)`",
        one.ulp.map(Figures.ulp) ?? "–",
      ]
    }
    return table.markdown
  }

  private var versions: String {
    let ran = score.environment?.line ?? ""
    let all =
      (ran.isEmpty ? [] : [("kernel ran in", ran)]) + environment.map { ($0.name, $0.value) }
    return all.map { "- \($0.0): \($0.1)" }.joined(separator: "\n")
  }

  /// In C where the kernel can be called from C, and in Python: by torch where the kernel ran in it.
  private func reproductions() throws -> String {
    let isTorch = score.environment?.framework == "torch"
    let languages: [SnippetLanguage] = isTorch ? [.c, .python, .torch] : [.c, .python]
    var found: [String] = []
    var reasons: [String] = []
    do {
      let snippet = try Snippet(call, score)
      for language in languages {
        do {
          found.append(
            Markdown.block(
              try snippet.text(in: language).trimmed,
              Snippet.highlighting(language, call)))
        } catch let none as NoSnippet { reasons.append("\(none)") }
      }
    } catch let none as NoSnippet { reasons.append("\(none)") }
    let head = "**To see it**"
    guard !found.isEmpty else {
      return "\(head)\n\nBy the command below: \(reasons.joined(separator: "; "))."
    }
    return ([head] + found).joined(separator: "\n\n")
  }
}

extension String {
  fileprivate var trimmed: String { String(reversed().drop(while: \.isNewline).reversed()) }
}
