import CMPFR

/// A rational number of any size, on GMP: arithmetic in which nothing is ever rounded.
public final class Rational {
  private let q: UnsafeMutablePointer<mpq_t>

  /// A number made by one call of GMP's that writes to the pointer it is given.
  private init(_ write: (UnsafeMutablePointer<mpq_t>) -> Void) {
    q = .allocate(capacity: 1)
    __gmpq_init(q)
    write(q)
  }

  deinit {
    __gmpq_clear(q)
    q.deallocate()
  }

  /// A finite double, exactly.
  public convenience init(_ x: Double) {
    precondition(x.isFinite, "no rational number is infinite or NaN")
    self.init { __gmpq_set_d($0, x) }
  }

  public convenience init(_ n: Int, over d: UInt = 1) {
    self.init {
      __gmpq_set_si($0, n, d)
      __gmpq_canonicalize($0)
    }
  }

  /// 2^k.
  public convenience init(powerOfTwo k: Int) {
    self.init {
      __gmpq_set_si($0, 1, 1)
      if k >= 0 { __gmpq_mul_2exp($0, $0, UInt(k)) } else { __gmpq_div_2exp($0, $0, UInt(-k)) }
    }
  }

  public static func + (a: Rational, b: Rational) -> Rational {
    Rational { __gmpq_add($0, a.q, b.q) }
  }
  public static func - (a: Rational, b: Rational) -> Rational {
    Rational { __gmpq_sub($0, a.q, b.q) }
  }
  public static func * (a: Rational, b: Rational) -> Rational {
    Rational { __gmpq_mul($0, a.q, b.q) }
  }
  /// - Precondition: b is not zero.
  public static func / (a: Rational, b: Rational) -> Rational {
    precondition(b.sign != 0, "division by zero")
    return Rational { __gmpq_div($0, a.q, b.q) }
  }

  public var magnitude: Rational { Rational { __gmpq_abs($0, q) } }
  public var sign: Int { self < Rational(0) ? -1 : self > Rational(0) ? 1 : 0 }
  /// A double beside it, towards zero.
  public var double: Double { __gmpq_get_d(q) }
}

extension Rational: Comparable {
  public static func == (a: Rational, b: Rational) -> Bool { __gmpq_equal(a.q, b.q) != 0 }
  public static func < (a: Rational, b: Rational) -> Bool { __gmpq_cmp(a.q, b.q) < 0 }
}
