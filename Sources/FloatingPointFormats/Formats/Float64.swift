/// IEEE 754 binary64, p = 53, emin = −1022: Swift's own.
extension Double: IEEEFormat {
  @inlinable public static var name: FormatName { .float64 }
  @inlinable public static var precision: Int { 53 }
  @inlinable public static var minimumExponent: Int { -1022 }
  public static var foreignNames: ForeignNames { ForeignNames(numpy: ["<f8"], safetensors: "F64") }
  public static var aliases: [String] { ["fp64", "f64", "double"] }
  public static var cType: CType { .double }
  public static var poisons: (UInt64, UInt64) {
    (0x7ff4_a5c3_5a3c_9b17, 0xc0d3_936b_c527_6d4b)
  }

  @inlinable public init(nearest x: Double) { self = x }
  @inlinable public var double: Double { self }
}
