/// What arithmetic on a format's values needs to know when they are carried as doubles.
public struct FormatParameters: Sendable, Hashable {
  /// p.
  public let precision: Int
  /// emin.
  public let minimumExponent: Int
  /// emax.
  public let maximumExponent: Int
  public let largestFinite: Double
  public let hasInfinity: Bool
  public let overflow: OverflowRule

  public init<T: BinaryFormat>(_: T.Type) {
    precision = T.precision
    minimumExponent = T.minimumExponent
    maximumExponent = T.maximumExponent
    largestFinite = T.largestFinite.double
    hasInfinity = T.hasInfinity
    overflow = T.overflow
  }

  public var minimumQuantum: Int { minimumExponent - precision + 1 }
  /// 2^emin.
  public var smallestNormal: Double {
    Double(sign: .plus, exponent: minimumExponent, significand: 1)
  }
  /// What a positive number beyond the largest rounds to.
  package var beyond: Double {
    switch overflow {
    case .infinity: .infinity
    case .nan: .nan
    case .largest: largestFinite
    }
  }

  /// Whether a number, exact or rounded to odd, rounds to nearest beyond the largest: from the middle on
  /// between that and what would follow, the middle itself where the largest is odd.
  package func isBeyond(_ t: Double) -> Bool {
    guard t.magnitude > largestFinite else { return false }
    let half = Double(sign: .plus, exponent: maximumExponent - precision, significand: 1)
    let isOdd = magnitude(largestFinite) & 1 == 1
    return t.magnitude > largestFinite + half || t.magnitude == largestFinite + half && isOdd
  }

  /// The exponent of ulp(t) for ⌊log2|t|⌋ = `exponent`.
  @inlinable public func ulpExponent(ofBinade exponent: Int) -> Int {
    max(exponent, minimumExponent) - precision + 1
  }

  /// The ordinal of a value of the format; see `BinaryFormat.ordinal`. ±∞ stand beside the largest
  /// numbers, and so do ±NaN for what is beyond a format without infinities.
  /// - Precondition: the format has the value.
  package func ordinal(of value: Double) -> Int {
    let m = value.magnitude
    guard m != 0 else { return 0 }
    guard m.isFinite else {
      let place = magnitude(largestFinite) + 1
      return value.sign == .minus ? -place : place
    }
    return value < 0 ? -magnitude(m) : magnitude(m)
  }

  private func magnitude(_ m: Double) -> Int {
    let quantum = ulpExponent(ofBinade: m.exponentFloor)
    let n = m * Double(sign: .plus, exponent: -quantum / 2, significand: 1)
    let units = Int(n * Double(sign: .plus, exponent: -quantum - -quantum / 2, significand: 1))
    return (quantum - minimumQuantum) << (precision - 1) + units
  }
}

extension BinaryFormat {
  public static var parameters: FormatParameters { FormatParameters(Self.self) }
}
