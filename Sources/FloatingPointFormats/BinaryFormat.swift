/// The four formats of the suite, by the names used in the command, in JSON and in reports.
public enum FormatName: String, CaseIterable, Codable, Sendable, Hashable {
  case float16, bfloat16, float32, float64

  /// Width of an encoding in bits.
  public var width: Int {
    switch self {
    case .float16, .bfloat16: 16
    case .float32: 32
    case .float64: 64
    }
  }
}

/// An IEEE 754 binary interchange format, as far as this suite needs one: its parameters, its bits,
/// and its exact embedding in `Double`.
///
/// A finite value is n·2^k with |n| < 2^p and emin − p + 1 ≤ k ≤ emax − p + 1. Every conforming
/// format has gradual underflow, infinities and NaN; and each is a subset of `Double`.
public protocol BinaryFormat: Sendable, Hashable, BitwiseCopyable {
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable & BitwiseCopyable

  static var name: FormatName { get }
  /// p, the number of significand bits with the leading one.
  static var precision: Int { get }
  /// emin, the exponent of the smallest normal number 2^emin; emax = 1 − emin.
  static var minimumExponent: Int { get }

  init(bitPattern: Bits)
  var bitPattern: Bits { get }

  /// The nearest value, ties to even, rounded once.
  init(nearest x: Double)
  /// The same number as a `Double`, exactly. A NaN stays a NaN.
  var double: Double { get }
}

extension BinaryFormat {
  @inlinable public static var maximumExponent: Int { 1 - minimumExponent }
  /// The exponent of the smallest subnormal, and of ulp(0).
  @inlinable public static var minimumQuantum: Int { minimumExponent - precision + 1 }
  @inlinable public static var signBit: Bits { 1 << Bits(Bits.bitWidth - 1) }
  @inlinable public static var infinityBits: Bits {
    Bits(2 * maximumExponent + 1) << Bits(precision - 1)
  }

  @inlinable public var isNegative: Bool { bitPattern & Self.signBit != 0 }
  @inlinable public var magnitudeBits: Bits { bitPattern & ~Self.signBit }
  @inlinable public var isNaNValue: Bool { magnitudeBits > Self.infinityBits }
  @inlinable public var isInfiniteValue: Bool { magnitudeBits == Self.infinityBits }
  @inlinable public var isFiniteValue: Bool { magnitudeBits < Self.infinityBits }
  @inlinable public var isZeroValue: Bool { magnitudeBits == 0 }
  @inlinable public var isSubnormalValue: Bool {
    magnitudeBits != 0 && magnitudeBits >> Bits(Self.precision - 1) == 0
  }

  @inlinable public static var infinityValue: Self { Self(bitPattern: infinityBits) }
  @inlinable public static var quietNaN: Self {
    Self(bitPattern: infinityBits | 1 << Bits(precision - 2))
  }
  @inlinable public static var largestFinite: Self { Self(bitPattern: infinityBits - 1) }
  @inlinable public static var smallestNormal: Self { Self(bitPattern: 1 << Bits(precision - 1)) }
  @inlinable public static var smallestSubnormal: Self { Self(bitPattern: 1) }
  @inlinable public var negated: Self { Self(bitPattern: bitPattern ^ Self.signBit) }
}

extension Float16: BinaryFormat {
  @inlinable public static var name: FormatName { .float16 }
  @inlinable public static var precision: Int { 11 }
  @inlinable public static var minimumExponent: Int { -14 }
  @inlinable public init(nearest x: Double) { self.init(x) }
  @inlinable public var double: Double { Double(self) }
}

extension Float: BinaryFormat {
  @inlinable public static var name: FormatName { .float32 }
  @inlinable public static var precision: Int { 24 }
  @inlinable public static var minimumExponent: Int { -126 }
  @inlinable public init(nearest x: Double) { self.init(x) }
  @inlinable public var double: Double { Double(self) }
}

extension Double: BinaryFormat {
  @inlinable public static var name: FormatName { .float64 }
  @inlinable public static var precision: Int { 53 }
  @inlinable public static var minimumExponent: Int { -1022 }
  @inlinable public init(nearest x: Double) { self = x }
  @inlinable public var double: Double { self }
}
