/// A rational number that definitions name.
package struct Ratio: Hashable, Sendable, ExpressibleByIntegerLiteral {
  package let numerator, denominator: Int

  /// In lowest terms.
  /// - Precondition: a positive denominator.
  package init(_ numerator: Int, over denominator: Int = 1) {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = max(1, Int(a))
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  package init(integerLiteral n: Int) { self.init(n) }

  package init(_ d: DecimalConstant) { self.init(d.numerator, over: d.denominator) }

  package func times(_ n: Int) -> Ratio {
    let common = Ratio(n, over: denominator)
    return Ratio(numerator * common.numerator, over: common.denominator)
  }

  package var half: Ratio { Ratio(numerator, over: 2 * denominator) }

  /// Whether it is a binary number.
  package var isBinary: Bool { denominator.nonzeroBitCount == 1 }
  /// The nearest double.
  package var double: Double { Double(numerator) / Double(denominator) }
}
