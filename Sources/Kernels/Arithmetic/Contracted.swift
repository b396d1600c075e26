/// An arithmetic that contracts: a product that is added or subtracted next is not rounded before.
///
/// A value remembers the factors it is the product of, and `+` and `−` then use one fused
/// multiply-add, on the left operand where both are products: what a compiler does under
/// `-ffp-contract=fast`. The flag is known at compile time once a formula is inlined.
@usableFromInline
struct Contracted<Base: KernelArithmetic>: KernelArithmetic {
  @usableFromInline var value: Base
  @usableFromInline var isProduct: Bool
  // Not an optional pair: Swift 6.3 on x86-64 loses an optional pair of Float16s on return.
  @usableFromInline var left: Base
  @usableFromInline var right: Base

  @inlinable @inline(__always) init(_ value: Base) {
    self.value = value
    (isProduct, left, right) = (false, value, value)
  }
  @inlinable @inline(__always) init(product left: Base, _ right: Base) {
    value = left * right
    isProduct = true
    self.left = left
    self.right = right
  }

  @inlinable @inline(__always) init(nearest x: Double) { self.init(Base(nearest: x)) }
  @inlinable @inline(__always) init(floatLiteral x: Base.FloatLiteralType) {
    self.init(Base(floatLiteral: x))
  }
  @inlinable @inline(__always) init(integerLiteral n: Base.IntegerLiteralType) {
    self.init(Base(integerLiteral: n))
  }
  @inlinable @inline(__always) var double: Double { value.double }
  @inlinable @inline(__always) static var contracts: Bool { true }

  @inlinable @inline(__always) static func + (a: Self, b: Self) -> Self {
    if a.isProduct { return Self(Base.fusedMultiplyAdd(a.left, a.right, b.value)) }
    if b.isProduct { return Self(Base.fusedMultiplyAdd(b.left, b.right, a.value)) }
    return Self(a.value + b.value)
  }
  @inlinable @inline(__always) static func - (a: Self, b: Self) -> Self {
    if a.isProduct { return Self(Base.fusedMultiplyAdd(a.left, a.right, -b.value)) }
    if b.isProduct { return Self(Base.fusedMultiplyAdd(-b.left, b.right, a.value)) }
    return Self(a.value - b.value)
  }
  @inlinable @inline(__always) static func * (a: Self, b: Self) -> Self {
    Self(product: a.value, b.value)
  }
  @inlinable @inline(__always) static func / (a: Self, b: Self) -> Self {
    Self(a.value / b.value)
  }
  @inlinable @inline(__always) static prefix func - (a: Self) -> Self {
    a.isProduct ? Self(product: -a.left, a.right) : Self(-a.value)
  }
  @inlinable @inline(__always) static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  @inlinable @inline(__always) static func <= (a: Self, b: Self) -> Bool { a.value <= b.value }

  @inlinable @inline(__always) static func exp(_ x: Self) -> Self { Self(Base.exp(x.value)) }
  @inlinable @inline(__always) static func expMinusOne(_ x: Self) -> Self {
    Self(Base.expMinusOne(x.value))
  }
  @inlinable @inline(__always) static func erf(_ x: Self) -> Self { Self(Base.erf(x.value)) }
  @inlinable @inline(__always) static func erfc(_ x: Self) -> Self { Self(Base.erfc(x.value)) }
  @inlinable @inline(__always) static func tanh(_ x: Self) -> Self { Self(Base.tanh(x.value)) }
  @inlinable @inline(__always) static func cosh(_ x: Self) -> Self { Self(Base.cosh(x.value)) }
  @inlinable @inline(__always) static func cube(_ x: Self) -> Self { Self(Base.cube(x.value)) }
  @inlinable @inline(__always) static func fusedMultiplyAdd(
    _ a: Self, _ b: Self, _ c: Self
  ) -> Self {
    Self(Base.fusedMultiplyAdd(a.value, b.value, c.value))
  }
  @inlinable @inline(__always) static func copysign(_ magnitude: Self, _ sign: Self) -> Self {
    Self(Base.copysign(magnitude.value, sign.value))
  }
}
