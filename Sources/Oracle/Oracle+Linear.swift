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

extension Oracle {
  /// The digits of piecewise linear functions, whose values are exact decimals: a tie among decimals,
  /// which no enclosure would settle, stays one.
  /// - Precondition: a piecewise linear function and a finite argument.
  func linearDecimal(at x: ExactReal, digits: Int) -> String {
    let side = x.m.sign > 0 ? function.definition.right : function.definition.left
    let dy = ExactReal(MPFloat(factor, precision: 64))
    let slope = side.slope.decimal
    switch derivative {
    case 0 where x.m.sign == 0: return x.decimal(digits: digits)
    case 0:
      // max(0, x) has no sign to keep.
      let isConstant = function.branch(at: x.m.sign < 0 ? -1 : 1).polynomial?.numerators.count == 1
      return isConstant ? "0" : (x * slope).decimal(digits: digits)
    case 1: return slope.numerator == 0 ? "0" : (dy * slope).decimal(digits: digits)
    default: return "0"
    }
  }
}

extension Ratio {
  /// The same number as a decimal literal.
  /// - Precondition: it is one.
  fileprivate var decimal: DecimalConstant {
    var (n, d, places) = (numerator, denominator, 0)
    while d != 1 {
      // Ten times the number has the factors 2 and 5 of the denominator once less.
      let next = Ratio(n, over: d).times(10)
      (n, d, places) = (next.numerator, next.denominator, places + 1)
    }
    return DecimalConstant(numerator: n, places: places)
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
