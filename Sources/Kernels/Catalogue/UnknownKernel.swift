import FloatingPointFormats

/// A kernel's name that the catalogue does not have, and the known names closest to it.
public struct UnknownKernel: Error, CustomStringConvertible {
  public let name: String
  public let format: FormatName
  /// The names at the smallest edit distance, three at most; none if all are far away.
  public let nearest: [String]

  package init(name: String, format: FormatName, known: [String]) {
    self.name = name
    self.format = format
    nearest = nearestNames(to: name, among: known)
  }

  /// One line to print.
  public var description: String {
    let hint = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: ", "))?"
    let list = "'gelu-accuracy list' shows all"
    return "unknown kernel \"\(name)\" for \(format.rawValue)\(hint.isEmpty ? ";" : hint) \(list)"
  }
}
