import CMPFR
import Functions

extension Oracle {
  /// The value of a polynomial branch at a decimal, where it is a decimal too: there may be a tie among
  /// decimals, which no enclosure would settle. Nil for other values, and on curved branches.
  func polynomialValue(at x: ExactReal, near double: Double) -> ExactReal? {
    guard factor == 1, let p = function.branch(at: double).polynomial?.derivative(derivative),
      p.numerators.contains(where: { $0 != 0 }), let share = ExactReal.Share(of: p.denominator)
    else { return nil }
    // Horner's rule on exact numbers.
    var sum = ExactReal(MPFloat(0, precision: 64))
    for n in p.numerators.reversed() {
      guard let next = (sum * x).plus(n) else { return nil }
      sum = next
    }
    return sum.divided(by: share)
  }
}

extension ExactReal {
  /// 1/d as c·10^−places/odd, odd being prime to 10.
  struct Share {
    let odd, c, places: Int

    /// Nil where c does not fit.
    init?(of d: Int) {
      var (rest, twos, fives) = (d, 0, 0)
      while rest % 2 == 0 { (rest, twos) = (rest / 2, twos + 1) }
      while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
      guard max(twos, fives) <= 18 else { return nil }
      (odd, places) = (rest, max(twos, fives))
      func power(_ base: Int, _ n: Int) -> Int { (0..<n).reduce(1) { p, _ in p * base } }
      c = power(2, places - twos) * power(5, places - fives)
    }
  }

  static func * (a: ExactReal, b: ExactReal) -> ExactReal {
    let product = MPFloat(precision: a.m.precision + b.m.precision) { r in
      _ = a.m.with { x in b.m.with { y in mpfr_mul(r, x, y, MPFR_RNDN) } }
    }
    return ExactReal(product, power: a.power + b.power)
  }

  /// The sum with an integer; nil where the two lie too far apart.
  func plus(_ n: Int) -> ExactReal? {
    guard n != 0 else { return self }
    guard !m.isZero else { return ExactReal(MPFloat(Double(n), precision: 64)) }
    guard power.magnitude < 1 << 16 else { return nil }
    // Both as multiples of the lower power of ten; 10^k has under 4·k bits.
    let ten = MPFloat(precision: 4 * Int(power.magnitude) + 64) { r in
      mpfr_ui_pow_ui(r, 10, power.magnitude, MPFR_RNDN)
    }
    let term = MPFloat(precision: ten.precision + 64) { r in
      _ = power < 0 ? ten.with { mpfr_mul_si(r, $0, n, MPFR_RNDN) } : mpfr_set_si(r, n, MPFR_RNDN)
    }
    let own = MPFloat(precision: m.precision + ten.precision) { r in
      _ = m.with { x in
        ten.with { y in power > 0 ? mpfr_mul(r, x, y, MPFR_RNDN) : mpfr_set(r, x, MPFR_RNDN) }
      }
    }
    var isExact = false
    let sum = MPFloat(precision: own.precision + term.precision + 64) { r in
      isExact = own.with { x in term.with { y in mpfr_add(r, x, y, MPFR_RNDN) } } == 0
    }
    return isExact ? ExactReal(sum, power: min(power, 0)) : nil
  }

  /// The quotient, where it is a decimal.
  func divided(by share: Share) -> ExactReal? {
    var isExact = false
    let quotient = MPFloat(precision: m.precision + 64) { r in
      isExact = m.with { mpfr_div_si(r, $0, share.odd, MPFR_RNDN) } == 0
    }
    guard isExact else { return nil }
    return ExactReal(quotient, power: power)
      * DecimalConstant(numerator: share.c, places: share.places)
  }
}
