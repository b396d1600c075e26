/// A set of chunk numbers, as ascending ranges [from, to).
package struct ChunkSet: Codable, Sendable, Equatable {
  private(set) var ranges: [[Int]] = []

  package var count: Int { ranges.reduce(0) { $0 + $1[1] - $1[0] } }

  func contains(_ chunk: Int) -> Bool { ranges.contains { $0[0] <= chunk && chunk < $0[1] } }

  mutating func insert(_ chunk: Int) {
    let after = ranges.firstIndex { $0[0] > chunk } ?? ranges.count
    let joinsBefore = after > 0 && ranges[after - 1][1] == chunk
    let joinsAfter = after < ranges.count && ranges[after][0] == chunk + 1
    switch (joinsBefore, joinsAfter) {
    case (true, true):
      ranges[after - 1][1] = ranges[after][1]
      ranges.remove(at: after)
    case (true, false): ranges[after - 1][1] += 1
    case (false, true): ranges[after][0] -= 1
    case (false, false): ranges.insert([chunk, chunk + 1], at: after)
    }
  }

  /// Whether all ranges are ascending, apart, and within 0 ..< limit.
  func isValid(below limit: Int) -> Bool {
    var last = -1
    for r in ranges {
      guard r.count == 2, r[0] > last, r[0] < r[1], r[1] <= limit else { return false }
      last = r[1]
    }
    return true
  }
}
