/// A sum of doubles that does not depend on the order of adding: in multiples of 2^−90 where they are below 16,
/// exact beyond. 2^32 of them fit.
struct FixedSum: UnitSum, Sendable, Equatable {
  private(set) var units: Int128 = 0
  private(set) var large = ExactSum()

  /// What each term may be off by.
  static let unit = 0x1p-90

  /// Adds a finite double, cut off to a multiple of the unit.
  @inline(__always) mutating func add(_ x: Double) {
    guard x.magnitude < 16 else { return large.add(x) }
    let n = FixedSum.integer(x.magnitude)
    units += x < 0 ? -n : n
  }

  /// Adds a bound that is not negative, rounded up.
  @inline(__always) mutating func addUp(_ x: Double) {
    guard x > 0 else { return }
    guard x < 16 else { return large.add(x) }
    units += FixedSum.integer(x) + 1
  }

  private static func integer(_ x: Double) -> Int128 {
    let exponent = Int(x.exponentBitPattern)
    let shift = exponent - 1075 + 90
    guard shift > -64 else { return 0 }
    let significand = Int128(x.significandBitPattern | 1 << 52)
    return shift < 0 ? significand >> Int128(-shift) : significand << Int128(shift)
  }

  mutating func merge(_ other: FixedSum) {
    units += other.units
    large.merge(other.large)
  }

  var value: Double { Double(units) * FixedSum.unit + large.value }

  func isSound(terms: Int) -> Bool {
    units.magnitude <= UInt128(terms + 1) << 94 && large.isSound(terms: terms)
  }
}
