/// −32768 … 32767, in two's complement.
extension Int16: IntegerFormat {
  public static var name: IntegerName { .int16 }
  public static var foreignNames: ForeignNames {
    ForeignNames(numpy: ["<i2", "i2"], safetensors: "I16")
  }
  public static var aliases: [String] { ["i16", "s16", "qint16"] }
  public static var cType: CType { .int16 }
  public static var poisons: (UInt16, UInt16) { (0xa5a5, 0x5a5a) }

  @inlinable public var bitPattern: UInt16 { UInt16(bitPattern: self) }
}
