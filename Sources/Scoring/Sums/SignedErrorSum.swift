/// The sum of many signed ULP errors, rounded as `ErrorSums` does: multiples of 2^−24 below 2^30, exact beyond.
struct SignedErrorSum: UnitSum, Sendable, Equatable {
  private(set) var units: Int128 = 0
  private(set) var large = ExactSum()

  /// Adds a finite error.
  @inline(__always) mutating func add(_ e: Double) {
    if e.magnitude < ErrorSums.ordinary {
      units += Int128(Int((e * 0x1p24).rounded(.toNearestOrEven)))
    } else {
      large.add(e)
    }
  }

  /// Adds a sum of ordinary errors, in units of 2^−24.
  @inline(__always) mutating func addOrdinary(_ n: Int) { units += Int128(n) }

  mutating func merge(_ other: SignedErrorSum) {
    units += other.units
    large.merge(other.large)
  }

  var value: Double { Double(units) * ErrorSums.unit + large.value }

  /// Whether so many errors can add up to it.
  func isSound(terms: Int) -> Bool {
    units.magnitude <= UInt128(terms) << 54 && large.isSound(terms: terms)
  }
}
