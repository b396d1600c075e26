/// An input with two outputs, in bits.
struct PairPlace: Sendable, Equatable {
  /// The input's place in totalOrder, by which ties are broken.
  var position: UInt64
  var input: UInt64
  var a: UInt64
  var b: UInt64
}

/// The largest of many sizes and where it is, the same whatever the order they are seen in.
struct Largest<Size: Comparable & Sendable>: Sendable, Equatable {
  private(set) var size: Size?
  private(set) var place: PairPlace?

  mutating func consider(_ size: Size, _ place: PairPlace) {
    if let known = self.size, let at = self.place {
      guard size > known || size == known && place.position < at.position else { return }
    }
    (self.size, self.place) = (size, place)
  }

  mutating func merge(_ other: Largest) {
    if let size = other.size, let place = other.place { consider(size, place) }
  }
}

/// How many inputs there are of a kind, and the first of them.
struct Counted: Sendable, Equatable {
  private(set) var count = 0
  private(set) var first: PairPlace?

  mutating func add(_ place: PairPlace) {
    count += 1
    if place.position < first?.position ?? .max { first = place }
  }

  mutating func merge(_ other: Counted) {
    count += other.count
    if let place = other.first, place.position < first?.position ?? .max { first = place }
  }
}
