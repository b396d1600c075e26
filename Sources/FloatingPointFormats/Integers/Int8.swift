/// −128 … 127, in two's complement.
extension Int8: IntegerFormat {
  public static var name: IntegerName { .int8 }
  public static var foreignNames: ForeignNames {
    ForeignNames(numpy: ["|i1", "<i1", "i1"], safetensors: "I8")
  }
  public static var aliases: [String] { ["i8", "s8", "qint8"] }
  public static var cType: CType { .int8 }
  /// Every code is a result that a kernel may have: only a second call, on other contents, tells.
  public static var poisons: (UInt8, UInt8) { (0xa5, 0x5a) }

  @inlinable public var bitPattern: UInt8 { UInt8(bitPattern: self) }
}
