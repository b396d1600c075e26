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
    let distances = known.map { (name: $0, distance: editDistance(name, $0)) }
    let least = distances.map(\.distance).min() ?? 0
    let near = least <= max(2, name.count / 3)
    nearest = near ? distances.filter { $0.distance == least }.prefix(3).map(\.name) : []
  }

  /// One line to print.
  public var description: String {
    let hint = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: ", "))?"
    let list = "'gelu-accuracy list' shows all"
    return "unknown kernel \"\(name)\" for \(format.rawValue)\(hint.isEmpty ? ";" : hint) \(list)"
  }
}

/// The name that one which is not among them begins, or is closest to; nil where all are far away.
package func nearestName(to name: String, among known: [String]) -> String? {
  let shortened = String(name.prefix(60))
  if shortened.count > 2, let whole = known.first(where: { $0.hasPrefix(shortened) }) {
    return whole
  }
  let best = known.map { (name: $0, distance: editDistance(shortened, $0)) }
    .min { $0.distance < $1.distance }
  return best.flatMap { $0.distance <= max(2, shortened.count / 3) ? $0.name : nil }
}

/// Levenshtein's distance: insertions, deletions and replacements of one character each.
func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
