/// The earliest two of many inputs, the same whatever the order they are seen in.
///
/// Infinite errors are all of one size: a few of them are named, and the rest of a list is left for
/// finite ones.
struct FirstFew: Sendable, Equatable, Codable {
  static let capacity = 2
  private(set) var candidates: [Candidate] = []

  var isEmpty: Bool { candidates.isEmpty }

  /// An input that is in the list already is not put in again.
  mutating func insert(_ candidate: Candidate) {
    if candidates.contains(where: candidate.isOfSameInput) { return }
    let place = candidates.firstIndex(where: candidate.isBefore) ?? candidates.count
    guard place < FirstFew.capacity else { return }
    candidates.insert(candidate, at: place)
    if candidates.count > FirstFew.capacity { candidates.removeLast() }
  }

  mutating func merge(_ other: FirstFew) {
    for candidate in other.candidates { insert(candidate) }
  }
}
