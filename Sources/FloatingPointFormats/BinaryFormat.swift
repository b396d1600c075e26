/// A binary floating-point format, as far as this suite needs one: its facts, its bits, and its exact
/// embedding in `Double`.
///
/// A finite value is n·2^k with |n| < 2^p and emin − p + 1 ≤ k ≤ emax − p + 1. Every format has a sign
/// bit, gradual underflow, consecutive encodings of its magnitudes and at least one NaN; each is a subset
/// of `Double`. What lies above the largest number, and what becomes of a result beyond it, differs.
public protocol BinaryFormat: StoredFormat {
  static var name: FormatName { get }
  /// p, the number of significand bits with the leading one.
  static var precision: Int { get }
  /// emin, the exponent of the smallest normal number 2^emin.
  static var minimumExponent: Int { get }
  /// emax, the exponent of the largest number.
  static var maximumExponent: Int { get }
  /// The largest number. Encodings above it are infinity, where there is one, and NaNs.
  static var largestFiniteBits: Bits { get }
  /// Whether the encoding after the largest number is infinity.
  static var hasInfinity: Bool { get }
  static var quietNaNBits: Bits { get }
  /// What becomes of a number that rounds beyond the largest.
  static var overflow: OverflowRule { get }

  /// The encoding in the low bits of 64; those above are not looked at.
  init(bits: UInt64)
  var bits: UInt64 { get }

  /// The same number as a `Double`, exactly. A NaN stays a NaN.
  var double: Double { get }
}

extension BinaryFormat {
  public static var storedName: StoredName { .float(name) }
  public static var filler: Self { quietNaN }

  /// The exponent of the smallest subnormal, and of ulp(0).
  @inlinable public static var minimumQuantum: Int { minimumExponent - precision + 1 }
  @inlinable public static var signBit: Bits { 1 << Bits(Bits.bitWidth - 1) }
  /// The last encoding that is no NaN.
  @inlinable static var lastOrderedBits: Bits { largestFiniteBits + (hasInfinity ? 1 : 0) }

  @inlinable public var isNegative: Bool { bitPattern & Self.signBit != 0 }
  @inlinable public var magnitudeBits: Bits { bitPattern & ~Self.signBit }
  @inlinable public var isNaNValue: Bool { magnitudeBits > Self.lastOrderedBits }
  @inlinable public var isFiniteValue: Bool { magnitudeBits <= Self.largestFiniteBits }
  @inlinable public var isInfiniteValue: Bool { !isFiniteValue && !isNaNValue }
  @inlinable public var isZeroValue: Bool { magnitudeBits == 0 }
  @inlinable public var isSubnormalValue: Bool {
    magnitudeBits != 0 && magnitudeBits >> Bits(Self.precision - 1) == 0
  }

  /// Infinity, where the format has one.
  @inlinable public static var infinityIfAny: Self? {
    hasInfinity ? Self(bitPattern: lastOrderedBits) : nil
  }
  @inlinable public static var quietNaN: Self { Self(bitPattern: quietNaNBits) }
  @inlinable public static var largestFinite: Self { Self(bitPattern: largestFiniteBits) }
  @inlinable public static var smallestNormal: Self { Self(bitPattern: 1 << Bits(precision - 1)) }
  @inlinable public static var smallestSubnormal: Self { Self(bitPattern: 1) }
  @inlinable public var negated: Self { Self(bitPattern: bitPattern ^ Self.signBit) }
}
