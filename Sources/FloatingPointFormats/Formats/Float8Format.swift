/// A format of 8 bits of the OCP 8-bit Floating Point Specification (OFP8), revision 1.0: what its
/// formats have in common.
public protocol Float8Format: BinaryFormat where Bits == UInt8 {}

extension Float8Format {
  public static var cType: CType { .uint8 }

  /// The nearest value, ties to even. NaNs and infinities keep their sign, as ml_dtypes has it; an
  /// infinity becomes what overflow does.
  @_specialize(where Self == Float8E4M3FN)
  @_specialize(where Self == Float8E5M2)
  @_specialize(where Self == Saturating<Float8E4M3FN>)
  @_specialize(where Self == Saturating<Float8E5M2>)
  public init(nearest x: Double) {
    let isNegative = x.sign == .minus
    guard x.isFinite, x != 0 else {
      let size = x.isNaN ? .quietNaN : x == 0 ? Self(bitPattern: 0) : Self.beyond
      self = isNegative ? size.negated : size
      return
    }
    self.init(x, rounding: .nearestEven)
  }

  private static var beyond: Self { overflowed(negative: false, .nearestEven) }

  public var double: Double {
    let m = Int(magnitudeBits)
    let size: Double
    if isNaNValue {
      size = .nan
    } else if isInfiniteValue {
      size = .infinity
    } else {
      let field = m >> (Self.precision - 1)
      let fraction = m - field << (Self.precision - 1)
      let n = field == 0 ? fraction : fraction + 1 << (Self.precision - 1)
      size = Double(
        sign: .plus, exponent: Self.minimumQuantum + max(field - 1, 0), significand: Double(n))
    }
    return isNegative ? -size : size
  }
}
