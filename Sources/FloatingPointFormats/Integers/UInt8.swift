/// 0 … 255.
extension UInt8: IntegerFormat {
  public static var name: IntegerName { .uint8 }
  public static var foreignNames: ForeignNames {
    ForeignNames(numpy: ["|u1", "<u1", "u1"], safetensors: "U8")
  }
  public static var aliases: [String] { ["u8", "quint8"] }
  public static var cType: CType { .uint8 }
  public static var poisons: (UInt8, UInt8) { Int8.poisons }

  @inlinable public init(bitPattern: UInt8) { self = bitPattern }
  @inlinable public var bitPattern: UInt8 { self }
}
