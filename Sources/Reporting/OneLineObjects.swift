extension String {
  /// JSON without spaces, in which every object without an object inside it stands on one line: a bin,
  /// a region, a worst input each. Short, and a change is a line in a diff. Line breaks in JSON are
  /// only ever between tokens, so the meaning stays.
  var withInnermostObjectsOnOneLine: String {
    var result: [Character] = []
    var open: Int?
    var (isText, isEscaped) = (false, false)
    for c in self {
      if !isText, c == " " { continue }
      result.append(c)
      if c == "\"", !isEscaped { isText.toggle() }
      isEscaped = c == "\\" && !isEscaped
      guard !isText else { continue }
      if c == "{" {
        open = result.count - 1
      } else if c == "}", let start = open {
        result.replaceSubrange(start..., with: result[start...].filter { !$0.isNewline })
        open = nil
      }
    }
    return String(result)
  }
}
