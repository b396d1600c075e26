/// Places on a format's ordered line.
///
/// The *ordinal* of a value counts representable values from zero: ordinal(0) = 0 for both zeros,
/// +1 for the smallest subnormal, −1 for its negative, and so on to the infinities, or to the largest
/// numbers where there are none. The *position*
/// counts encodings in IEEE 754 totalOrder, NaNs and both zeros included: 0 is the negative NaN
/// with all bits set, 2^width − 1 the positive one. Sweeps run over positions, distances over
/// ordinals.
extension BinaryFormat {
  /// - Precondition: not a NaN.
  @inlinable public var ordinal: Int {
    let (bits, sign) = (UInt64(truncatingIfNeeded: bitPattern), Self.wideSign)
    let magnitude = Int(truncatingIfNeeded: bits & (sign &- 1))
    return bits & sign != 0 ? -magnitude : magnitude
  }

  /// The value at an ordinal; 0 gives +0.
  @inlinable public init(ordinal: Int) {
    let magnitude = UInt64(ordinal.magnitude)
    let bits = ordinal < 0 ? magnitude | Self.wideSign : magnitude
    self.init(bitPattern: Bits(truncatingIfNeeded: bits))
  }

  @inlinable public var position: UInt64 {
    let (bits, sign) = (UInt64(truncatingIfNeeded: bitPattern), Self.wideSign)
    return bits & sign == 0 ? bits | sign : ~bits & (sign | (sign &- 1))
  }

  @inlinable public init(position: UInt64) {
    let sign = Self.wideSign
    let bits = position & sign == 0 ? ~position : position ^ sign
    self.init(bitPattern: Bits(truncatingIfNeeded: bits))
  }

  /// `signBit` in 64 bits. These are computed there, since a debug build pays for each operation on `Bits`,
  /// whose type it does not know, and there are some for each input.
  @inlinable static var wideSign: UInt64 { 1 &<< UInt64(truncatingIfNeeded: Bits.bitWidth &- 1) }

  /// The ordinal at the end of the line: of infinity, or of the largest number where there is none.
  @inlinable public static var lastOrdinal: Int { Int(truncatingIfNeeded: lastOrderedBits) }

  /// The neighbour above; +0 and −0 both step to the smallest subnormal. The end of the line stays.
  @inlinable public var next: Self {
    ordinal == Self.lastOrdinal ? self : Self(ordinal: ordinal + 1)
  }

  /// The neighbour below; both zeros step to minus the smallest subnormal. The end of the line stays.
  @inlinable public var previous: Self {
    -ordinal == Self.lastOrdinal ? self : Self(ordinal: ordinal - 1)
  }

  /// Step distance: how many places lie between the two on the ordered line. Symmetric; 0 between
  /// the two zeros; never overflows, the widest being 2·(2^63 − 2^52) for float64.
  /// - Precondition: neither is a NaN.
  @inlinable public func steps(to other: Self) -> UInt64 {
    let (a, b) = (ordinal, other.ordinal)
    return a < b ? UInt64(bitPattern: Int64(b &- a)) : UInt64(bitPattern: Int64(a &- b))
  }

  /// ⌊log2|self|⌋ of a finite nonzero value, subnormals included.
  @inlinable public var exponentFloor: Int {
    let m = magnitudeBits
    let field = Int(truncatingIfNeeded: m >> Bits(Self.precision - 1))
    guard field == 0 else { return field - 1 + Self.minimumExponent }
    return Self.minimumQuantum + (Bits.bitWidth - 1 - m.leadingZeroBitCount)
  }
}

extension Double {
  /// The same, not generic: it is asked for each output that is judged, and a debug build, which does not
  /// specialize, would spend a tenth of its time on it.
  @inlinable public var exponentFloor: Int {
    let m = magnitude.bitPattern
    let field = Int(truncatingIfNeeded: m &>> 52)
    return field == 0 ? -1011 - m.leadingZeroBitCount : field - 1023
  }
}

extension BinaryFormat {
  /// The exponent of ulp(t) for a real t with ⌊log2|t|⌋ = `exponent`: max(exponent, emin) − p + 1.
  /// This is the suite's one definition of the unit in the last place; for t = 0 it is
  /// `minimumQuantum`.
  @inlinable public static func ulpExponent(ofBinade exponent: Int) -> Int {
    max(exponent, minimumExponent) - precision + 1
  }
}
