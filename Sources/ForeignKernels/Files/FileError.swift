/// What is wrong with a file: one line, with the file's name first and what to do last.
public struct FileError: Error, CustomStringConvertible, Equatable, Sendable {
  public let path: String
  public let problem: String

  public init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { "\(printable(path, limit: 400)): \(problem)" }
}

/// Text from a file or a process, fit for one line of a message: control characters replaced, and
/// cut off at `limit` characters.
func printable(_ text: some StringProtocol, limit: Int = 80) -> String {
  let clean = String(
    text.unicodeScalars.prefix(limit + 1).map { scalar -> Character in
      let isControl = scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
      let isLineBreak = scalar.value == 0x2028 || scalar.value == 0x2029
      return isControl || isLineBreak ? "?" : Character(scalar)
    })
  return clean.unicodeScalars.count > limit
    ? String(String.UnicodeScalarView(clean.unicodeScalars.prefix(limit))) + "…" : clean
}
