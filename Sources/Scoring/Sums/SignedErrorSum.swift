/// The sum of many signed ULP errors, rounded as `ErrorSums` does: multiples of 2^−24 below 2^30, exact beyond.
struct SignedErrorSum: Sendable, Equatable {
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

extension SignedErrorSum: Codable {
  private struct Stored: Codable {
    /// A decimal string: a JSON number would lose its digits.
    var units: String
    var large: ExactSum
  }

  init(from decoder: any Decoder) throws {
    let stored = try Stored(from: decoder)
    guard let number = Int128(stored.units) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not the sum of errors"))
    }
    (units, large) = (number, stored.large)
  }

  func encode(to encoder: any Encoder) throws {
    try Stored(units: String(units), large: large).encode(to: encoder)
  }
}
