/// An arithmetic that contracts: a product that is added or subtracted next is not rounded before.
///
/// A value remembers the factors it is the product of, and `+` and `−` then use one fused
/// multiply-add, on the left operand where both are products: what a compiler does under
/// `-ffp-contract=fast`. The flag is known at compile time once a formula is inlined.
@usableFromInline
struct Contracted<Base: FusedArithmetic>: KernelArithmetic {
  @usableFromInline var value: Base
  @usableFromInline var factors: (Base, Base)?

  @inlinable @inline(__always) init(_ value: Base, factors: (Base, Base)? = nil) {
    self.value = value
    self.factors = factors
  }

  @inlinable @inline(__always) init(nearest x: Double) { self.init(Base(nearest: x)) }
  @inlinable @inline(__always) init(floatLiteral x: Base.FloatLiteralType) {
    self.init(Base(floatLiteral: x))
  }
  @inlinable @inline(__always) init(integerLiteral n: Base.IntegerLiteralType) {
    self.init(Base(integerLiteral: n))
  }
  @inlinable @inline(__always) var double: Double { value.double }

  @inlinable @inline(__always) static func + (a: Self, b: Self) -> Self {
    if let (p, q) = a.factors { return Self(Base.fusedMultiplyAdd(p, q, b.value)) }
    if let (p, q) = b.factors { return Self(Base.fusedMultiplyAdd(p, q, a.value)) }
    return Self(a.value + b.value)
  }
  @inlinable @inline(__always) static func - (a: Self, b: Self) -> Self {
    if let (p, q) = a.factors { return Self(Base.fusedMultiplyAdd(p, q, -b.value)) }
    if let (p, q) = b.factors { return Self(Base.fusedMultiplyAdd(-p, q, a.value)) }
    return Self(a.value - b.value)
  }
  @inlinable @inline(__always) static func * (a: Self, b: Self) -> Self {
    Self(a.value * b.value, factors: (a.value, b.value))
  }
  @inlinable @inline(__always) static func / (a: Self, b: Self) -> Self {
    Self(a.value / b.value)
  }
  @inlinable @inline(__always) static prefix func - (a: Self) -> Self {
    Self(-a.value, factors: a.factors.map { (-$0, $1) })
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
  @inlinable @inline(__always) static func cube(_ x: Self) -> Self { Self(Base.cube(x.value)) }
  @inlinable @inline(__always) static func copysign(_ magnitude: Self, _ sign: Self) -> Self {
    Self(Base.copysign(magnitude.value, sign.value))
  }
}
