/// A Markdown table; cells must not contain line breaks, and bars are escaped.
struct Table {
  /// Titles, right-aligned where they end in a colon, which is not shown.
  var titles: [String]
  var rows: [[String]] = []

  var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let heads = titles.map { $0.hasSuffix(":") ? String($0.dropLast()) : $0 }
    let rule = "|" + titles.map { $0.hasSuffix(":") ? "---:" : "---" }.joined(separator: "|") + "|"
    return ([line(heads), rule] + rows.map(line)).joined(separator: "\n")
  }
}

enum Markdown {
  /// The anchor that GitHub gives a heading: lower case, spaces to hyphens, other punctuation gone.
  /// No two headings of a page may share one.
  static func anchor(_ heading: String) -> String {
    String(
      heading.lowercased().compactMap { c -> Character? in
        if c == " " { return "-" }
        return c.isLetter || c.isNumber || c == "-" || c == "_" ? c : nil
      })
  }

  /// Text behind a line to click on. The empty line makes GitHub read what follows as Markdown.
  static func details(_ title: String, _ body: String) -> String {
    "<details><summary>\(title)</summary>\n\n\(body)\n\n</details>"
  }

  /// A block of text as it is.
  static func block(_ text: String, _ language: String = "text") -> String {
    "```\(language)\n\(text)\n```"
  }

  /// Text in which issues and pull requests, as `pytorch/pytorch#189234`, are links.
  static func linked(_ text: String) -> String {
    text.replacing(/([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)#([0-9]+)/) { match in
      "[\(match.0)](https://github.com/\(match.1)/issues/\(match.2))"
    }
  }

  /// Bits in a table: a dash where there are none.
  static func code(_ bits: String) -> String { bits.isEmpty ? "–" : "`\(bits)`" }
}
