/// IEEE 754 binary16, p = 11, emin = −14: Swift's own.
extension Float16: IEEEFormat {
  @inlinable public static var name: FormatName { .float16 }
  @inlinable public static var precision: Int { 11 }
  @inlinable public static var minimumExponent: Int { -14 }
  public static var foreignNames: ForeignNames { ForeignNames(numpy: ["<f2"], safetensors: "F16") }
  public static var aliases: [String] { ["fp16", "f16", "half"] }
  public static var cType: CType { .uint16 }
  public static var poisons: (UInt16, UInt16) { (0x7da5, 0xf2b3) }

  @inlinable public init(nearest x: Double) { self.init(x) }
  @inlinable public var double: Double { Double(self) }
}
