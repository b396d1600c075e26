/// Consecutive rows.
struct Run: Sendable {
  let first, last: Int
  var count: Int { last - first + 1 }

  /// The runs of ascending row numbers.
  static func of(_ rows: [Int]) -> [Run] {
    var runs: [Run] = []
    for i in rows {
      if let run = runs.last, run.last == i - 1 {
        runs[runs.count - 1] = Run(first: run.first, last: i)
      } else {
        runs.append(Run(first: i, last: i))
      }
    }
    return runs
  }
}
