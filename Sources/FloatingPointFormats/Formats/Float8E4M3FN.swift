/// OFP8's E4M3, without infinities: p = 4, emin = −6. All ones are NaN, the encodings below are numbers up
/// to 448. A result beyond is NaN: the non-saturating conversion of OFP8, and of ml_dtypes.
@frozen
public struct Float8E4M3FN: Float8Format {
  public var bitPattern: UInt8
  @inlinable public init(bitPattern: UInt8) { self.bitPattern = bitPattern }

  @inlinable public static var name: FormatName { .float8E4M3FN }
  @inlinable public static var precision: Int { 4 }
  @inlinable public static var minimumExponent: Int { -6 }
  @inlinable public static var maximumExponent: Int { 8 }
  @inlinable public static var largestFiniteBits: UInt8 { 0x7e }
  @inlinable public static var hasInfinity: Bool { false }
  @inlinable public static var quietNaNBits: UInt8 { 0x7f }
  @inlinable public static var overflow: OverflowRule { .nan }
  /// numpy has no such type: its bits come as `|u1`, or from the ml_dtypes package as `<V1`.
  public static var foreignNames: ForeignNames {
    ForeignNames(numpy: ["|u1", "<u1", "u1", "<V1", "|V1", "V1"], safetensors: "F8_E4M3")
  }
  public static var aliases: [String] { ["e4m3", "e4m3fn", "fp8_e4m3"] }
  public static var poisons: (UInt8, UInt8) { (0x7f, 0xd3) }
}

extension Float8E4M3FN: SaturableFormat {
  @inlinable public static var saturatingName: FormatName { .float8E4M3FNSaturating }
}
