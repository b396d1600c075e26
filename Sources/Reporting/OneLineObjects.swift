extension String {
  /// JSON in which every object without an object inside it stands on one line: a bin, a region, a
  /// worst input each. Shorter, and a change is a line in a diff. Line breaks in JSON are only ever
  /// between tokens, so the meaning stays.
  var withInnermostObjectsOnOneLine: String {
    var result: [Character] = []
    var open: Int?
    for c in self {
      result.append(c)
      if c == "{" {
        open = result.count - 1
      } else if c == "}", let start = open {
        let words = String(result[start...]).split(whereSeparator: \.isNewline)
          .map { $0.drop { $0 == " " } }
        result.replaceSubrange(start..., with: words.joined(separator: " "))
        open = nil
      }
    }
    return String(result)
  }
}
