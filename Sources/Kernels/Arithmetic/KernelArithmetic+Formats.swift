import FloatingPointFormats
import RealModule

extension Float: KernelFormat {
  package typealias Usual = Float

  @inlinable package static func cube(_ x: Float) -> Float { pow(x, 3) }
  @inlinable package static func fusedMultiplyAdd(_ a: Float, _ b: Float, _ c: Float) -> Float {
    c.addingProduct(a, b)
  }
  @inlinable package static func copysign(_ magnitude: Float, _ sign: Float) -> Float {
    Float(signOf: sign, magnitudeOf: magnitude)
  }
}

extension Double: KernelFormat {
  package typealias Usual = Double

  @inlinable package static func cube(_ x: Double) -> Double { pow(x, 3) }
  @inlinable package static func fusedMultiplyAdd(_ a: Double, _ b: Double, _ c: Double) -> Double {
    c.addingProduct(a, b)
  }
  @inlinable package static func copysign(_ magnitude: Double, _ sign: Double) -> Double {
    Double(signOf: sign, magnitudeOf: magnitude)
  }
}

// RealModule's functions of Float16 are libm's of Float, rounded: what the protocol asks for.
extension Float16: KernelFormat {
  package typealias Usual = Float

  @inlinable package static func cube(_ x: Float16) -> Float16 { Float16(Float.cube(Float(x))) }
  @inlinable package static func fusedMultiplyAdd(
    _ a: Float16, _ b: Float16, _ c: Float16
  ) -> Float16 {
    Float16(nearest: roundedToOdd(a.double * b.double, plus: c.double))
  }
  @inlinable package static func copysign(_ magnitude: Float16, _ sign: Float16) -> Float16 {
    Float16(signOf: sign, magnitudeOf: magnitude)
  }
}

extension BFloat16: KernelFormat {
  package typealias Usual = Float

  @inlinable public init(floatLiteral x: Double) { self.init(nearest: x) }
  @inlinable public init(integerLiteral n: Int) { self.init(nearest: Double(n)) }

  @inlinable package static func <= (a: Self, b: Self) -> Bool { a.float <= b.float }

  @inlinable package static func exp(_ x: Self) -> Self { Self(Float.exp(x.float)) }
  @inlinable package static func expMinusOne(_ x: Self) -> Self { Self(Float.expMinusOne(x.float)) }
  @inlinable package static func erf(_ x: Self) -> Self { Self(Float.erf(x.float)) }
  @inlinable package static func erfc(_ x: Self) -> Self { Self(Float.erfc(x.float)) }
  @inlinable package static func tanh(_ x: Self) -> Self { Self(Float.tanh(x.float)) }
  @inlinable package static func cosh(_ x: Self) -> Self { Self(Float.cosh(x.float)) }
  @inlinable package static func cube(_ x: Self) -> Self { Self(Float.cube(x.float)) }

  @inlinable package static func fusedMultiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
    Self(nearest: roundedToOdd(a.double * b.double, plus: c.double))
  }
  @inlinable package static func copysign(_ magnitude: Self, _ sign: Self) -> Self {
    Self(bitPattern: magnitude.magnitudeBits | sign.bitPattern & signBit)
  }
}

/// p + c rounded to odd, so that rounding it once more to at most 51 bits is innocuous (Boldo and
/// Melquiond, "Emulation of FMA and correctly rounded sums", 2008). The product of two 16-bit values
/// is exact in `Double`.
@inlinable func roundedToOdd(_ p: Double, plus c: Double) -> Double {
  let sum = p + c
  let part = sum - p
  let error = (p - (sum - part)) + (c - part)
  guard sum.isFinite, error != 0, sum.bitPattern & 1 == 0 else { return sum }
  let larger = (error < 0) == (sum < 0)
  return Double(bitPattern: larger ? sum.bitPattern + 1 : sum.bitPattern - 1)
}
