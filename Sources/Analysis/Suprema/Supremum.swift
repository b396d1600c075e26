import Oracle

/// A certified supremum and where it is.
package struct Supremum: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable {
    /// At a stationary point.
    case stationary
    /// At an end of the region.
    case end
    /// At a joint of the definition: a one-sided limit there.
    case joint
    /// The same value on a whole stretch.
    case constant
    /// Approached as x → −∞ and not reached.
    case limit
    /// There is none: the quantity grows without bound.
    case unbounded
    /// Constants for which the tail's proof does not hold.
    case undecided
  }

  package let kind: Kind
  /// Nil where unbounded or undecided.
  package let value: RealEnclosure?
  /// All places; where unbounded near a point, that point. Empty at infinity.
  package let locations: [RealEnclosure]
  /// Why, in words, where it is no maximum.
  package let note: String?

  init(
    _ kind: Kind, value: Interval? = nil, locations: [Interval] = [], note: String? = nil
  ) {
    self.kind = kind
    self.value = value.map(RealEnclosure.init)
    self.locations = locations.map(RealEnclosure.init)
    self.note = note
  }

  /// - Parameter ends: those of the region itself; another end of a part is a joint.
  init(_ m: Maximum, ends: [Double]) {
    let isRegionEnd = { (x: Interval) in
      ends.contains { $0.isFinite && Interval($0, precision: 64).overlaps(x) }
    }
    let isStationary = m.places.contains { $0.kind == .stationary }
    let isAtEnd = m.places.allSatisfy { isRegionEnd($0.location) }
    self.init(
      isStationary ? .stationary : isAtEnd ? .end : .joint, value: m.value,
      locations: m.places.map(\.location))
  }
}

extension Maximum {
  /// The supremum over two stretches together.
  func merged(_ other: Maximum) -> Maximum {
    if value.isBelow(other.value) { return other }
    if other.value.isBelow(value) { return self }
    let top = value.lower.larger(other.value.lower)
    let ceiling = value.upper.larger(other.value.upper)
    var all = places
    for place in other.places where !all.contains(where: { $0.location.overlaps(place.location) }) {
      all.append(place)
    }
    return Maximum(value: top.hull(ceiling), places: all)
  }
}
