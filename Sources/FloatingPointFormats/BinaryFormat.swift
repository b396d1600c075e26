/// A binary floating-point format, as far as this suite needs one: its facts, its bits, and its exact
/// embedding in `Double`.
///
/// A finite value is n·2^k with |n| < 2^p and emin − p + 1 ≤ k ≤ emax − p + 1. Every format has a sign
/// bit, gradual underflow, consecutive encodings of its magnitudes and at least one NaN; each is a subset
/// of `Double`. What lies above the largest number, and what becomes of a result beyond it, differs.
public protocol BinaryFormat: Sendable, Hashable, BitwiseCopyable {
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable & BitwiseCopyable

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
  /// What other programs call the format.
  static var foreignNames: ForeignNames { get }
  /// Other names that people write for it.
  static var aliases: [String] { get }
  /// What a value is in a call from C.
  static var cType: CType { get }
  /// What outputs hold before a kernel is called, so that it shows where it writes none: a NaN that
  /// arithmetic does not produce where the format has one, and a number, from which other results come.
  static var poisons: (Bits, Bits) { get }

  init(bitPattern: Bits)
  var bitPattern: Bits { get }
  /// The encoding in the low bits of 64; those above are not looked at.
  init(bits: UInt64)
  var bits: UInt64 { get }

  /// The nearest value, ties to even, rounded once.
  init(nearest x: Double)
  /// The same number as a `Double`, exactly. A NaN stays a NaN.
  var double: Double { get }
  /// The shortest decimal of a finite number that reads back as the same value.
  var decimalOfFinite: String { get }
}

extension BinaryFormat {
  public static var aliases: [String] { [] }

  /// Width of an encoding in bits.
  @inlinable public static var width: Int { Bits.bitWidth }
  /// The exponent of the smallest subnormal, and of ulp(0).
  @inlinable public static var minimumQuantum: Int { minimumExponent - precision + 1 }
  @inlinable public static var signBit: Bits { 1 << Bits(Bits.bitWidth - 1) }
  /// The last encoding that is no NaN.
  @inlinable static var lastOrderedBits: Bits { largestFiniteBits + (hasInfinity ? 1 : 0) }

  @inlinable public init(bits: UInt64) { self.init(bitPattern: Bits(truncatingIfNeeded: bits)) }
  @inlinable public var bits: UInt64 { UInt64(truncatingIfNeeded: bitPattern) }

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
