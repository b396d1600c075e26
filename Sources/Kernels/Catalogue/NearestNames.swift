/// The names at the smallest edit distance from one that is not among them, three at most, whatever their case;
/// none where all are far away.
package func nearestNames(to name: String, among known: [String]) -> [String] {
  let shortened = name.prefix(60).lowercased()
  let distances = known.map { (name: $0, distance: editDistance(shortened, $0.lowercased())) }
  let least = distances.map(\.distance).min() ?? 0
  guard least <= max(2, shortened.count / 3) else { return [] }
  return distances.filter { $0.distance == least }.prefix(3).map(\.name)
}

/// The name that one which is not among them begins, or is closest to; nil where all are far away.
package func nearestName(to name: String, among known: [String]) -> String? {
  let shortened = name.prefix(60).lowercased()
  if shortened.count > 2,
    let whole = known.first(where: { $0.lowercased().hasPrefix(shortened) })
  {
    return whole
  }
  return nearestNames(to: name, among: known).first
}

/// `; did you mean max_ulp?`: the name that one which is not among them is but for its case, or else the names
/// that it begins, or is closest to, three at most; nil where all are far away.
package func didYouMean(_ name: String, among known: [String]) -> String? {
  let shortened = name.prefix(60).lowercased()
  let same = known.filter { $0.lowercased() == shortened }
  let begun = shortened.count > 2 ? known.filter { $0.lowercased().hasPrefix(shortened) } : []
  let near =
    [same, begun].first { !$0.isEmpty }?.prefix(3) ?? nearestNames(to: name, among: known)[...]
  guard let last = near.last else { return nil }
  let others = near.dropLast()
  return "; did you mean " + (others.isEmpty ? "" : others.joined(separator: ", ") + " or ")
    + "\(last)?"
}

/// Levenshtein's distance: insertions, deletions and replacements of one character each.
package func editDistance(_ a: String, _ b: String) -> Int {
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
