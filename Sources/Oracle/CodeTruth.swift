import CMPFR
import FloatingPointFormats

/// The exact argument of a quantised kernel: what a code stands for, or a floating-point number.
package enum CodeArgument: Hashable, Sendable {
  /// scale·steps, the code less its zero point being the steps: a product of up to 72 bits.
  case code(scale: Double, steps: Int)
  /// No NaN.
  case number(Double)

  /// The double nearest to it.
  package var double: Double {
    switch self {
    case .code(let scale, let steps): scale * Double(steps)
    case .number(let x): x
    }
  }
}

extension CodeArgument {
  /// The number to so many significant digits, correctly rounded.
  package func decimal(digits: Int) -> String {
    switch self {
    case .number(let x): "\(x)"
    case .code(let scale, let steps):
      ExactReal(Interval.product(scale, steps, precision: 128).lo).decimal(digits: digits)
    }
  }
}

/// Where the exact result f(x)/scale + zero point lies on the line of codes.
///
/// Known exactly where it matters for rounding: which half-codes it lies between, and whether it is one of them.
package struct CodeTruth: Sendable, Equatable {
  /// ⌊2·v⌋ of the exact v, no further from zero than `bound`: an even number is a code, an odd one a tie.
  package let halves: Int
  /// Whether v is exactly halves/2.
  package let isHalf: Bool
  /// Enclosing v − halves/2, which is in 0 … 1/2; 0 … 1/2 where v is beyond the bound.
  package let rest: ClosedRange<Double>

  /// In half-codes: far beyond the codes of any type, so that sums that wrap around can be told.
  package static let bound = 1 << 40

  /// ⌊v⌋, and the nearest whole numbers: two at a tie.
  package var floor: Int { halves >> 1 }
  package var isTie: Bool { isHalf && halves & 1 == 1 }
  package var isWhole: Bool { isHalf && halves & 1 == 0 }
  package var nearest: ClosedRange<Int> {
    isTie ? floor...(floor + 1) : floor + (halves & 1)...floor + (halves & 1)
  }
  /// Whether v is further out than can be told.
  package var isBeyondBound: Bool { halves.magnitude >= CodeTruth.bound.magnitude }
}

extension Oracle {
  /// The exact result as a code of an output with this quantisation, not yet rounded or kept in any range.
  /// - Throws: `OracleError` where 24,576 bits do not decide.
  /// - Precondition: the factor is 1.
  package func codeTruth(at x: CodeArgument, _ output: Quantisation) throws -> CodeTruth {
    precondition(placement == .none && factor == 1, "codes are of a function alone")
    return try ziv(
      "the code of \(function.name) (derivative \(derivative)) at \(x.double.hexFloat)"
    ) {
      CodeTruth(enclosure(at: x, precision: $0), output)
    }
  }

  /// The exact result itself to so many digits.
  package func decimal(at x: CodeArgument, digits: Int) throws -> String {
    if case .number(let x) = x { return try decimal(at: x, digits: digits) }
    return try ziv("\(digits) digits of \(function.name) at \(x.double.hexFloat)") {
      enclosure(at: x, precision: $0).decimal(digits: digits)
    }
  }

  private func enclosure(at x: CodeArgument, precision: Int) -> Enclosure {
    switch x {
    case .number(let x): return enclosure(at: x, precision: precision)
    case .code(let scale, let steps):
      MPFloat.widenExponents()
      let product = Interval.product(scale, steps, precision: precision)
      return enclosure(of: product, near: x.double, precision: precision)
    }
  }
}

extension Interval {
  /// A product that is exact: of 53 and 41 bits at most.
  fileprivate static func product(_ a: Double, _ n: Int, precision: Int) -> Interval {
    let wide = max(precision, 128)
    return Interval(a, precision: wide) * Interval(Double(n), precision: wide)
  }
}

extension CodeTruth {
  /// Nil where the enclosure does not tell the half-code, or the rest to 2^−45.
  init?(_ f: Enclosure, _ output: Quantisation) {
    let y = f.interval
    let (scale, zero) = (output.scale, output.zeroPoint)
    // s·(h/2 − z), by which f is held against the half-code h.
    func boundary(_ h: Int) -> Interval {
      Interval.product(scale / 2, h - 2 * zero, precision: y.precision)
    }
    let ends = (y / Interval(scale, precision: y.precision)).doubles
    let (low, high) = ((ends.lo + Double(zero)) * 2, (ends.hi + Double(zero)) * 2)
    let most = CodeTruth.bound
    guard max(low.magnitude, high.magnitude) < Double(most) else {
      // Both ends are to be that far out: half as far tells so whatever rounding did to them.
      guard low > Double(most / 2) || high < -Double(most / 2) else { return nil }
      (halves, isHalf, rest) = (low < 0 ? -most : most, false, 0...0.5)
      return
    }
    var h = Int((low / 2 + high / 2).rounded(.down))
    var isFound = false
    for _ in 0..<3 where !isFound {
      guard let above = f.side(of: boundary(h).lo), let below = f.side(of: boundary(h + 1).lo)
      else {
        return nil
      }
      if above < 0 { h -= 1 } else if below >= 0 { h += 1 } else { isFound = true }
    }
    guard isFound else { return nil }
    (halves, isHalf) = (h, f.side(of: boundary(h).lo) == 0)
    let off = ((y - boundary(h)) / Interval(scale, precision: y.precision)).doubles
    guard off.hi - off.lo <= 0x1p-45 else { return nil }
    rest = isHalf ? 0...0 : max(0, off.lo)...max(0, min(0.5, off.hi))
  }
}

extension Enclosure {
  /// −1, 0 or 1 where the exact value is less than, equal to or greater than a number; nil where that is open.
  fileprivate func side(of number: MPFloat) -> Int? {
    if interval.isPoint, interval.lo == number { return 0 }
    if number < interval.lo || isOpen && number <= interval.lo { return 1 }
    return interval.hi < number || isOpen && interval.hi <= number ? -1 : nil
  }
}
