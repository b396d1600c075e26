import CMPFR
import Functions

/// The real number m·10^power, m being held exactly: binary and decimal arguments alike.
struct ExactReal {
  let m: MPFloat
  let power: Int

  init(_ m: MPFloat, power: Int = 0) {
    self.m = m
    self.power = power
  }

  static func * (x: ExactReal, c: DecimalConstant) -> ExactReal {
    let product = MPFloat(precision: x.m.precision + 64) { r in
      _ = x.m.with { mpfr_mul_si(r, $0, c.numerator, MPFR_RNDN) }
    }
    return ExactReal(product, power: x.power - c.places)
  }

  /// x/2, as 5·x/10.
  var half: ExactReal { self * DecimalConstant("0.5")! }

  /// Correctly rounded to so many digits, and without the zeros at their end.
  func decimal(digits: Int) -> String {
    m.decimal(digits: digits, pointMoved: power).droppingTrailingZeros
  }

  /// What numbers just above it (`side` 1), or just below it (−1), round to.
  func decimal(digits: Int, beside side: Int) -> String {
    m.isZero ? "0" : m.decimal(digits: digits, beside: side, pointMoved: power)
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

extension ExactInput {
  /// The argument itself.
  /// - Precondition: it is finite.
  var exact: ExactReal {
    guard !isBinary64 else { return ExactReal(MPFloat(double, precision: 64)) }
    // Four bits hold a digit of either base.
    let bits = 4 * text.utf8.count + 64
    guard !text.lowercased().contains("0x") else {
      return ExactReal(interval(precision: bits).lo)
    }
    let parts = text.lowercased().split(separator: "e")
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let figures = halves.joined()
    let integer = MPFloat(precision: bits) { p in
      _ = figures.withCString { mpfr_strtofr(p, $0, nil, 10, MPFR_RNDN) }
    }
    let written = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    return ExactReal(integer, power: written - (halves.count == 2 ? halves[1].utf8.count : 0))
  }
}
