/// An input and its output, in bits, with the size of its ULP error.
package struct Candidate: Sendable, Equatable, Codable {
  /// The input's place in totalOrder, by which ties are broken.
  var position: UInt64
  var input: UInt64
  /// Its second input, in bits; 0 where there is none.
  var second: UInt64 = 0
  var output: UInt64
  /// |e| as rung 2 sees it; 0 where it does not rank the input.
  var size: Double

  func sized(_ size: Double) -> Candidate {
    var sized = self
    sized.size = size
    return sized
  }

  func isOfSameInput(as other: Candidate) -> Bool {
    position == other.position && second == other.second
  }

  /// Whether its input, then its second input, comes before another's.
  func isBefore(_ other: Candidate) -> Bool {
    position != other.position ? position < other.position : second < other.second
  }

  /// Worse first; of equals the earlier input.
  static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
    a.size != b.size ? a.size > b.size : a.isBefore(b)
  }
}

/// The largest finite errors of many, the same whatever the order they are seen in.
package struct TopList: Sendable, Equatable, Codable {
  package static let capacity = 10
  /// Errors below this are not ranked: rung 1 could not tell millions of them apart.
  static let least = 0x1p-6
  private(set) var candidates: [Candidate] = []

  /// Nothing below this size can enter.
  var threshold: Double {
    candidates.count < TopList.capacity ? -1 : candidates[TopList.capacity - 1].size
  }

  @inline(__always) mutating func consider(_ size: Double, _ make: () -> Candidate) {
    if size >= threshold { insert(make()) }
  }

  /// An input that is in the list already is not put in again.
  mutating func insert(_ candidate: Candidate) {
    if candidates.contains(where: candidate.isOfSameInput) { return }
    let place = candidates.firstIndex { Candidate.precedes(candidate, $0) } ?? candidates.count
    guard place < TopList.capacity else { return }
    candidates.insert(candidate, at: place)
    if candidates.count > TopList.capacity { candidates.removeLast() }
  }

  mutating func merge(_ other: TopList) {
    for candidate in other.candidates { insert(candidate) }
  }
}
