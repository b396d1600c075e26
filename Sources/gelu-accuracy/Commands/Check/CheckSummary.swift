/// A table for $GITHUB_STEP_SUMMARY, and what is broken below it.
enum CheckSummary {
  static func text(_ all: [ContractResult]) -> String {
    let rows = all.map { v in
      let used = v.findings.first(where: \.isLargestError)?.text ?? v.problem ?? ""
      return "| \(cell(v.name)) | \(v.word) | \(cell(used)) | `\(cell(v.path))` |"
    }
    let broken = all.flatMap { v in
      v.failures.map { "- **\(cell(v.name))** \($0.kind.rawValue): \(cell($0.text))" }
    }
    let head = ["| kernel | verdict | largest error | contract |", "|---|---|---|---|"]
    return (head + rows + (broken.isEmpty ? [] : [""] + broken)).joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}
