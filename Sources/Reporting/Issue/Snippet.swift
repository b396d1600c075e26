import FloatingPointFormats
import Functions
import Scoring

/// A program that shows a failure to somebody who has the kernel and not this suite: it prints what the kernel gives
/// for the worst inputs and what is right, and ends with status 1 while one of them is wrong, else with 0.
package struct Snippet: Sendable {
  let call: KernelCall
  let signature: Signature
  let target: Target
  let inputs: [FailingInput]
  /// How many steps from the correct rounding an output may be off: none where results are nearly right, so that one
  /// which is not correctly rounded shows; else one, so that a mended kernel need not be correctly rounded.
  let steps: Int
  var x: FormatName { signature.input }
  var y: FormatName { signature.output }

  /// - Throws: `NoSnippet`, where nothing is wrong, or the kernel has a second input; `OracleError`.
  package init(_ call: KernelCall, _ score: Score) throws {
    guard score.target.second == nil, score.target.factor == 1 else {
      throw NoSnippet(
        "a reproduction is of a kernel of x alone; of one with a second input or another dy than 1 there is none"
      )
    }
    let all = try FailingInput.worst(of: score)
    guard !all.isEmpty else {
      throw NoSnippet("no output is wrong: there is nothing to reproduce")
    }
    let grave = all.filter { $0.isOfAnotherKind || ($0.steps ?? 2) > 1 }
    (self.call, signature, target) = (call, score.question.signature, score.target)
    (inputs, steps) = grave.isEmpty ? (all, 0) : (grave, 1)
  }

  /// - Throws: `NoSnippet`, where the language cannot call such a kernel.
  package func text(in language: SnippetLanguage) throws -> String {
    switch language {
    case .c: try cText
    case .python: try pythonText
    case .torch: try torchText
    }
  }

  /// The language of a code block.
  package static func highlighting(_ language: SnippetLanguage, _ call: KernelCall) -> String {
    guard language == .c else { return "python" }
    if case .expression = call { return "cpp" }
    return "c"
  }

  /// What an output may be, in words.
  var allowance: String {
    steps == 0
      ? "the correctly rounded result"
      : "the correctly rounded result or a neighbour of it"
  }

  /// `0xc1580000,  // -13.5`, a line each, with another sign for comments.
  func list(_ bits: (FailingInput) -> String, _ format: FormatName, comment: String) -> String {
    inputs.map { one in
      "    \(bits(one)),  \(comment) \(format.decimal(hex: bits(one)))"
    }.joined(separator: "\n")
  }
}

extension String {
  /// As a string literal of C and of Python.
  var quoted: String {
    let escaped = replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"" + escaped.replacing("\n", with: "\\n") + "\""
  }
}
