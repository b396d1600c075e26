import Synchronization

/// What the largest absolute and the largest relative error of a run are at least, as far as any of its threads
/// has seen: a block that stays below both need not be looked at again.
///
/// One instance belongs to one run, whose parts are joined: a part may then lack its own largest error, which the
/// whole has from another part.
final class PeakFloors: Sendable {
  /// Bits of doubles that are not negative, which are ordered as the doubles are.
  private let absolute = Atomic<UInt64>(0)
  private let relative = Atomic<UInt64>(0)

  var values: (absolute: Double, relative: Double) {
    (
      Double(bitPattern: absolute.load(ordering: .relaxed)),
      Double(bitPattern: relative.load(ordering: .relaxed))
    )
  }

  func raise(_ absolute: Double, _ relative: Double) {
    self.absolute.max(absolute.bitPattern, ordering: .relaxed)
    self.relative.max(relative.bitPattern, ordering: .relaxed)
  }
}
