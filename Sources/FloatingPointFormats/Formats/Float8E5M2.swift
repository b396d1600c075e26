/// OFP8's E5M2: p = 3, emin = −14, laid out as IEEE 754 has it, up to 57344. A result beyond is infinite: the
/// non-saturating conversion of OFP8, and of ml_dtypes.
@frozen
public struct Float8E5M2: Float8Format, IEEEFormat {
  public var bitPattern: UInt8
  @inlinable public init(bitPattern: UInt8) { self.bitPattern = bitPattern }

  @inlinable public static var name: FormatName { .float8E5M2 }
  @inlinable public static var precision: Int { 3 }
  @inlinable public static var minimumExponent: Int { -14 }
  /// numpy has no such type: its bits come as `|u1`, or from the ml_dtypes package as `<f1`.
  public static var foreignNames: ForeignNames {
    ForeignNames(
      numpy: ["|u1", "<u1", "u1", "<f1", "|f1", "f1", "|V1", "V1"], safetensors: "F8_E5M2")
  }
  public static var aliases: [String] { ["e5m2", "fp8_e5m2"] }
  public static var poisons: (UInt8, UInt8) { (0x7d, 0xc6) }
}

extension Float8E5M2: SaturableFormat {
  @inlinable public static var saturatingName: FormatName { .float8E5M2Saturating }
}
