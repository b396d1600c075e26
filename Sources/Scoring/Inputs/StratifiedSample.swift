import FloatingPointFormats
import Functions
import Oracle

/// A sample too large to be listed, in constant memory and in ascending order.
///
/// The line is cut into cells beforehand: each lies within one binade and one region, so that every density of
/// `Sample` is even in it. A cell has a number of strata of equal width, and each stratum one input, whose place in
/// it comes from the seed and the input's rank alone. All values around a landmark are taken. So every part of the
/// sample can be drawn by itself, in any order, on any machine.
struct StratifiedSample: Sendable {
  /// Consecutive positions in totalOrder, and how many of them are taken.
  struct Cell: Sendable {
    let first, width: UInt64
    /// Of its first input.
    let rank: Int
    let count: Int

    /// The first position of a stratum, and how many it has; widths differ by at most 1.
    @inline(__always)
    func stratum(_ i: Int) -> (first: UInt64, width: UInt64) {
      let (whole, more) = width.quotientAndRemainder(dividingBy: UInt64(count))
      return stratum(i, whole, more)
    }

    @inline(__always)
    func stratum(_ i: Int, _ whole: UInt64, _ more: UInt64) -> (first: UInt64, width: UInt64) {
      let i = UInt64(i)
      return (first &+ i &* whole &+ min(i, more), i < more ? whole &+ 1 : whole)
    }

    /// The stratum that a position of the cell lies in.
    func stratum(of position: UInt64) -> Int {
      let (whole, more) = width.quotientAndRemainder(dividingBy: UInt64(count))
      let (offset, wide) = (position - first, more * (whole + 1))
      return Int(offset < wide ? offset / (whole + 1) : more + (offset - wide) / whole)
    }
  }

  /// Ascending, none without inputs.
  let cells: [Cell]
  let seed: UInt64
  var count: Int { cells.last.map { $0.rank + $0.count } ?? 0 }

  /// - Parameter count: how many inputs there are to be, about: less in a small format, more where landmarks are many.
  /// - Throws: `OracleError`.
  init(_ target: Target, _ signature: Signature, count: Int, seed: UInt64) throws {
    self.seed = seed
    cells = try SampleCells(target, signature, count: count).cells
  }

  /// The position of the input of a rank.
  func position(_ rank: Int) -> UInt64 {
    let cell = cells[index(ofRank: rank)]
    let stratum = cell.stratum(rank - cell.rank)
    return stratum.first + place(rank, stratum.width)
  }

  /// The positions of consecutive ranks, ascending.
  func positions(_ ranks: Range<Int>) -> [UInt64] {
    guard !ranks.isEmpty else { return [] }
    return [UInt64](unsafeUninitializedCapacity: ranks.count) { list, count in
      var rank = ranks.lowerBound
      var k = index(ofRank: rank)
      while rank < ranks.upperBound {
        let cell = cells[k]
        let (whole, more) = cell.width.quotientAndRemainder(dividingBy: UInt64(cell.count))
        for r in rank..<min(ranks.upperBound, cell.rank + cell.count) {
          let stratum = cell.stratum(r - cell.rank, whole, more)
          list[r - ranks.lowerBound] = stratum.first &+ place(r, stratum.width)
        }
        rank = cell.rank + cell.count
        k += 1
      }
      count = ranks.count
    }
  }

  /// How many inputs come before a position.
  func rank(of position: UInt64) -> Int {
    let k = cells.partitioningIndex { $0.first + $0.width > position }
    guard k < cells.count, cells[k].first < position else {
      return k < cells.count ? cells[k].rank : count
    }
    let cell = cells[k]
    let i = cell.stratum(of: position)
    let own = self.position(cell.rank + i)
    return cell.rank + i + (own < position ? 1 : 0)
  }

  private func index(ofRank rank: Int) -> Int {
    cells.partitioningIndex { $0.rank + $0.count > rank }
  }

  /// Where in its stratum the input of a rank lies, evenly distributed.
  @inline(__always)
  private func place(_ rank: Int, _ width: UInt64) -> UInt64 {
    SplitMix64.value(UInt64(bitPattern: Int64(rank)), seed: seed).multipliedFullWidth(by: width)
      .high
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element fulfils a condition that all later ones fulfil too.
  func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
