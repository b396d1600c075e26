import CHotLoop

/// The inputs of one row whose errors may be among the ten largest of their region, as rung 1 sees them.
///
/// Of errors that differ by less than rung 1 knows the earlier inputs are kept, so one that is left out exceeds
/// none of the ten by more than twice the slack.
struct PairRanking {
  struct Entry {
    let place: Int
    let size: Double
  }

  private(set) var entries: [Int: [Entry]] = [:]
  private let floors: [Double]

  init(_ floors: [Double]) { self.floors = floors }

  /// Takes a block that begins at a place among all inputs.
  mutating func take(
    _ from: Int, _ count: Int, _ largest: Double, _ result: UnsafeMutablePointer<hot_result>,
    _ region: Int, slack: Double
  ) {
    var list = entries[region] ?? []
    func floor() -> Double {
      let own =
        list.count < TopList.capacity ? TopList.least : list[TopList.capacity - 1].size + slack
      return max(own, floors[region] - slack)
    }
    guard largest >= floor() else { return }
    withUnsafeBytes(of: &result.pointee.e) { raw in
      let e = raw.bindMemory(to: Double.self)
      for k in 0..<count where e[k].magnitude >= floor() {
        let size = e[k].magnitude
        list.insert(
          Entry(place: from + k, size: size),
          at: list.firstIndex { $0.size < size } ?? list.count)
        if list.count > TopList.capacity { list.removeLast() }
      }
    }
    entries[region] = list
  }
}
