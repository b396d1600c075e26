import Contracts

/// A table for $GITHUB_STEP_SUMMARY; below it what is broken, and then what is better or waived.
enum CheckSummary {
  static func text(_ all: [ContractResult]) -> String {
    let rows = all.map { v in
      let used = v.findings.first(where: \.isLargestError)?.text ?? v.problem ?? ""
      return "| \(cell(v.name)) | \(v.word) | \(cell(used)) | `\(cell(v.path))` |"
    }
    func lines(_ some: (ContractResult) -> [Finding]) -> [String] {
      all.flatMap { v in
        some(v).map { "- **\(cell(v.name))** \(v.word($0)): \(cell($0.text))" }
      }
    }
    let below = lines(\.failures) + lines(\.notes)
    let head = ["| kernel | verdict | largest error | contract |", "|---|---|---|---|"]
    return (head + rows + (below.isEmpty ? [] : [""] + below)).joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}
