/// A format laid out as IEEE 754-2019, 3.4, has its interchange formats: everything follows from p, emin
/// and the width. Its largest exponent field holds infinity and NaNs, and overflow goes to infinity.
public protocol IEEEFormat: BinaryFormat {}

extension IEEEFormat {
  @inlinable public static var maximumExponent: Int { 1 - minimumExponent }
  @inlinable public static var infinityBits: Bits {
    Bits(2 * maximumExponent + 1) << Bits(precision - 1)
  }
  @inlinable public static var infinityValue: Self { Self(bitPattern: infinityBits) }
  @inlinable public static var largestFiniteBits: Bits { infinityBits - 1 }
  @inlinable public static var hasInfinity: Bool { true }
  @inlinable public static var quietNaNBits: Bits { infinityBits | 1 << Bits(precision - 2) }
  @inlinable public static var overflow: OverflowRule { .infinity }
}
