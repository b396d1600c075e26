import Foundation
import GELUAccuracy

/// How a page shows what a user wrote.
enum CommandLineText {
  /// A subcommand with options, those that were not said left out, for sh.
  static func line(_ subcommand: String, _ options: [(name: String, value: String?)]) -> String {
    let words = options.compactMap { name, value in
      value.map { value in
        // What begins with a hyphen would be taken for an option, and what may be a flag has its value with it.
        value.hasPrefix("-") || name == "derivative"
          ? "--\(name)=\(shellQuoted(value))" : "--\(name) \(shellQuoted(value))"
      }
    }
    return (["gelu-accuracy \(subcommand)"] + words).joined(separator: " ")
  }
}

extension String {
  /// A path from the folder that the command ran in, or the file's name alone.
  var asShownPath: String {
    guard hasPrefix("/") else { return self }
    let here = FileManager.default.currentDirectoryPath + "/"
    return hasPrefix(here)
      ? String(dropFirst(here.count)) : URL(fileURLWithPath: self).lastPathComponent
  }

  /// Text in a line of Markdown, as it is.
  var asCode: String {
    let line = split(whereSeparator: \.isNewline).joined(separator: " ")
    guard line.contains("`") else { return "`\(line)`" }
    var fence = "``"
    while line.contains(fence) { fence += "`" }
    return "\(fence) \(line) \(fence)"
  }
}
