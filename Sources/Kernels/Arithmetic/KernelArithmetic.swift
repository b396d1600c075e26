import FloatingPointFormats

/// Numbers that a formula can be evaluated on: the operations of a format, each rounded to it.
///
/// `+ − × ÷` and comparisons are IEEE 754's; `exp`, `expMinusOne`, `erf`, `erfc`, `tanh`, `cosh` and
/// `cube` are the platform's libm, whose errors are part of what is measured. In float16 and bfloat16 they
/// are computed by libm in float32 and rounded to the format.
///
/// Literals in a formula must be exact in every format, as 0.5 and 1 are; any other constant is a `Double` rounded once, `A(nearest:)`.
@usableFromInline
package protocol KernelArithmetic: Sendable, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// The nearest number, ties to even, rounded once.
  init(nearest x: Double)
  /// The same number as a `Double`, exactly.
  var double: Double { get }

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  static func < (a: Self, b: Self) -> Bool
  static func <= (a: Self, b: Self) -> Bool

  static func exp(_ x: Self) -> Self
  static func expMinusOne(_ x: Self) -> Self
  static func erf(_ x: Self) -> Self
  static func erfc(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  static func cosh(_ x: Self) -> Self
  /// pow(x, 3).
  static func cube(_ x: Self) -> Self
  /// a·b + c, rounded once.
  static func fusedMultiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self
  /// True where a·b + c is contracted; some formulas take other constants then.
  static var contracts: Bool { get }
  /// `magnitude` with the sign of `sign`, of zeros and NaNs too.
  static func copysign(_ magnitude: Self, _ sign: Self) -> Self
}

extension KernelArithmetic {
  @inlinable package static var contracts: Bool { false }
}

/// A format that kernels exist for, and what its usual variant computes in.
package protocol KernelFormat: IEEEFormat, KernelArithmetic {
  /// float32 for the formats below it; the format itself for float32 and float64.
  associatedtype Usual: KernelArithmetic
}

// Free functions, so that a formula reads like one. They shadow the C library's in this module.

@inlinable @inline(__always)
func exp<A: KernelArithmetic>(_ x: A) -> A { A.exp(x) }
@inlinable @inline(__always)
func expMinusOne<A: KernelArithmetic>(_ x: A) -> A { A.expMinusOne(x) }
@inlinable @inline(__always)
func erf<A: KernelArithmetic>(_ x: A) -> A { A.erf(x) }
@inlinable @inline(__always)
func erfc<A: KernelArithmetic>(_ x: A) -> A { A.erfc(x) }
@inlinable @inline(__always)
func tanh<A: KernelArithmetic>(_ x: A) -> A { A.tanh(x) }
@inlinable @inline(__always)
func cosh<A: KernelArithmetic>(_ x: A) -> A { A.cosh(x) }
@inlinable @inline(__always)
func copysign<A: KernelArithmetic>(_ magnitude: A, _ sign: A) -> A { A.copysign(magnitude, sign) }
@inlinable @inline(__always)
func magnitude<A: KernelArithmetic>(_ x: A) -> A { A.copysign(x, 1) }
/// 1/(1 + exp(−z)).
@inlinable @inline(__always)
func sigmoid<A: KernelArithmetic>(_ z: A) -> A { 1 / (1 + exp(-z)) }
/// x within [−limit, limit]; NaN stays.
@inlinable @inline(__always)
func clamp<A: KernelArithmetic>(_ x: A, to limit: A) -> A {
  x < -limit ? -limit : limit < x ? limit : x
}
