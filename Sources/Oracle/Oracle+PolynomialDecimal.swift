import CMPFR
import Functions

extension Oracle {
  /// The digits of a polynomial branch at an exact argument, where its value is a decimal: a tie among decimals,
  /// which no enclosure would settle, stays one. Nil for other values, and on curved branches.
  ///
  /// - Parameter double: a double on the argument's branch.
  func polynomialDecimal(at x: ExactReal, near double: Double, digits: Int) -> String? {
    guard let p = function.branch(at: double).polynomial?.derivative(derivative),
      let last = p.numerators.last, let share = ExactReal.Share(of: p.denominator)
    else { return nil }
    // f(±0) = ±0; and max(0, x) has no sign to keep.
    if derivative == 0, x.m.isZero, isZeroAtZero { return x.decimal(digits: digits) }
    if p.numerators == [0] { return "0" }
    // Horner's rule on exact numbers.
    var sum = ExactReal(MPFloat(Double(last), precision: 64))
    for n in p.numerators.dropLast().reversed() {
      guard let next = (sum * x).plus(n) else { return nil }
      sum = next
    }
    let dy = ExactReal(MPFloat(factor, precision: 64))
    return sum.divided(by: share).map { ($0 * dy).decimal(digits: digits) }
  }

  /// The double nearest to an argument; where that is the end of a branch, the one beside it on the argument's
  /// side.
  func doubleOnBranch(of x: ExactInput) -> Double {
    guard !x.isBinary64, function.branches.dropLast().contains(where: { $0.through == x.double })
    else { return x.double }
    // Four bits hold a digit; the ends are small integers.
    let precision = 4 * x.text.utf8.count + 64
    let off = x.interval(precision: precision) - Interval(x.double, precision: precision)
    return off.isCertainlyNegative
      ? x.double.nextDown : off.isCertainlyPositive ? x.double.nextUp : x.double
  }
}
