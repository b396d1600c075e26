/// IEEE 754 binary32, p = 24, emin = −126: Swift's own.
extension Float: IEEEFormat {
  @inlinable public static var name: FormatName { .float32 }
  @inlinable public static var precision: Int { 24 }
  @inlinable public static var minimumExponent: Int { -126 }
  public static var foreignNames: ForeignNames { ForeignNames(numpy: ["<f4"], safetensors: "F32") }
  public static var aliases: [String] { ["fp32", "f32", "single"] }
  public static var cType: CType { .float }
  public static var poisons: (UInt32, UInt32) { (0x7fa5_c3e1, 0xc693_6b27) }

  @inlinable public init(nearest x: Double) { self.init(x) }
  @inlinable public var double: Double { Double(self) }
}
