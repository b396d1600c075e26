/// bfloat16: the upper half of a binary32, p = 8, emin = −126, with subnormals.
///
/// It has the arithmetic a kernel needs. An operation is done in `Float` and rounded once more;
/// that is the correctly rounded bfloat16 result of + − × ÷ and √, because 24 ≥ 2·8 + 2
/// (Figueroa, "When is double rounding innocuous?", SIGNUM 1995).
@frozen
public struct BFloat16: IEEEFormat {
  public var bitPattern: UInt16

  @inlinable public static var name: FormatName { .bfloat16 }
  @inlinable public static var precision: Int { 8 }
  @inlinable public static var minimumExponent: Int { -126 }
  /// numpy has no bfloat16: its bits come as `<u2`, or from the ml_dtypes package as `V2`.
  public static var foreignNames: ForeignNames {
    ForeignNames(numpy: ["<u2", "<V2", "|V2", "V2"], safetensors: "BF16")
  }
  public static var aliases: [String] { ["bf16"] }
  public static var cType: CType { .uint16 }
  public static var poisons: (UInt16, UInt16) { (0x7fa5, 0xc693) }

  @inlinable public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest bfloat16, ties to even. A NaN stays a NaN, its upper payload bits kept.
  @inlinable public init(_ x: Float) {
    let bits = x.bitPattern
    guard !x.isNaN else {
      bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x0040
      return
    }
    let roundedUp = bits &+ 0x7fff &+ (bits >> 16 & 1)
    bitPattern = UInt16(truncatingIfNeeded: roundedUp >> 16)
  }

  /// Rounded once: through a `Float` rounded to odd, which keeps what the second rounding needs
  /// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
  @inlinable public init(nearest x: Double) {
    let f = Float(x)
    let back = Double(f)
    guard f.isFinite, back != x else {
      self.init(f)
      return
    }
    var bits = f.bitPattern
    // Towards zero, then the last bit set: the inexactness survives in it.
    if back.magnitude > x.magnitude { bits -= 1 }
    self.init(Float(bitPattern: bits | 1))
  }

  /// The bits below the upper half cut off: what a kernel does that forgets to round.
  @inlinable public init(truncating x: Float) {
    bitPattern = UInt16(truncatingIfNeeded: x.bitPattern >> 16)
  }

  @inlinable public var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }
  @inlinable public var double: Double { Double(float) }
}

extension BFloat16 {
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.float + b.float) }
  @inlinable public static func - (a: Self, b: Self) -> Self { Self(a.float - b.float) }
  @inlinable public static func * (a: Self, b: Self) -> Self { Self(a.float * b.float) }
  @inlinable public static func / (a: Self, b: Self) -> Self { Self(a.float / b.float) }
  @inlinable public static prefix func - (a: Self) -> Self { a.negated }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.float < b.float }
}

extension BFloat16: CustomStringConvertible {
  public var description: String { float.description }
}
